import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * AES-256-GCM for the few columns that must not be readable in a copy of the database. Keys come from the
 * configuration, never from the database; the first one encrypts, all of them decrypt, so that a key can be
 * replaced while old values are still there.
 *
 * Layout: version (1 byte, = 1), key identifier (4 bytes), nonce (12), tag (16), ciphertext.
 */
export interface Encryption {
  encrypt(text: string): Buffer
  /** Throws when no key of the ring made this value, or when it was altered. */
  decrypt(bytes: Uint8Array): string
}

const version = 1
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 5

/** `keys`: 32 bytes each, in base64; empty: null, nothing can be encrypted. Throws on a key of another length. */
export function encryption(keys: readonly string[]): Encryption | null {
  if (keys.length === 0) return null
  const ring = keys.map((text) => {
    const key = Buffer.from(text, 'base64')
    if (key.length !== 32)
      throw new Error('an encryption key is 32 bytes in base64 (openssl rand -base64 32)')
    return { key, id: createHash('sha256').update(key).digest().subarray(0, 4) }
  })
  const current = ring[0]!
  return {
    encrypt(text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(version), current.id, nonce, cipher.getAuthTag(), body])
    },
    decrypt(value) {
      const bytes = Buffer.from(value)
      const entry = ring.find(({ id }) => id.equals(bytes.subarray(1, headerBytes)))
      if (bytes[0] !== version || entry === undefined)
        throw new Error('this value was encrypted with a key that the configuration does not have')
      const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes)
      const tag = bytes.subarray(headerBytes + nonceBytes, headerBytes + nonceBytes + tagBytes)
      const decipher = createDecipheriv('aes-256-gcm', entry.key, nonce)
      decipher.setAuthTag(tag)
      const body = bytes.subarray(headerBytes + nonceBytes + tagBytes)
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    },
  }
}
