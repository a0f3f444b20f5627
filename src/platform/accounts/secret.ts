import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, in 43 characters that need no escaping anywhere. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What is stored of a secret. A single SHA-256 without salt suffices for 256 random bits: there is nothing to guess,
 * unlike with passwords (`password.ts`).
 */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
