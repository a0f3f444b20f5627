import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Passwords are kept as Argon2id (RFC 9106), whose cost in memory is what makes guessing from a stolen table dear.
 * Parameters: OWASP Password Storage Cheat Sheet, first choice of the least costly row (19 MiB, 2 passes, 1 lane); about
 * 30 ms. A hash made with others is made anew at the next sign-in (`needsRehash`).
 *
 * Layout (PHC string format): `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, base64 without padding.
 */
const memory = 19_456
const passes = 2
const parallelism = 1
const saltBytes = 16
const tagBytes = 32

/** Longer ones are refused: nobody needs them, and hashing must not become a way to keep the server busy. */
export const longestPassword = 200

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const tag = await derive(password, { salt, memory, passes, parallelism, tagBytes })
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`
}

/**
 * Whether `password` is the one of `stored`. With null (an unknown login, an account without password) a hash is
 * computed all the same and the answer is no: how long it takes tells nothing about which logins exist.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = stored === null ? null : parse(stored)
  if (parts === null) {
    await derive(password, { salt: Buffer.alloc(saltBytes), memory, passes, parallelism, tagBytes })
    return false
  }
  const tag = await derive(password, { ...parts, tagBytes: parts.tag.length })
  return timingSafeEqual(tag, parts.tag)
}

/** Whether it was made with other parameters than today's. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`)
}

interface Derivation {
  readonly salt: Buffer
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly tagBytes: number
}

/** In a thread of libuv's pool: the event loop goes on. */
function derive(password: string, { salt, tagBytes, ...cost }: Derivation): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same letters typed on another keyboard (é, or e and an accent) are the same password.
    const message = password.normalize('NFC')
    argon2('argon2id', { message, nonce: salt, tagLength: tagBytes, ...cost }, (error, tag) =>
      error === null ? resolve(tag) : reject(error),
    )
  })
}

function parse(stored: string): (Omit<Derivation, 'tagBytes'> & { readonly tag: Buffer }) | null {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored)
  if (match === null) return null
  return {
    memory: Number(match[1]),
    passes: Number(match[2]),
    parallelism: Number(match[3]),
    salt: Buffer.from(match[4]!, 'base64'),
    tag: Buffer.from(match[5]!, 'base64'),
  }
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
