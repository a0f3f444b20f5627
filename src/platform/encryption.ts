import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * AES-256-GCM for the few columns that must not be readable in a copy of the database. Keys come from the
 * configuration, never from the database; the first one encrypts, all of them decrypt, so that a key can be
 * replaced while old values are still there (docs/encryption.md).
 *
 * Layout: version (1 byte), key identifier (4 bytes), nonce (12), tag (16), ciphertext. Version 2 is bound to its
 * place: a value copied into another row, or another column, is not read there. Version 1 is not.
 */
export interface Encryption {
  /** `place`: table, column and id of the row (`cellPlace`), to which the value is bound. */
  encrypt(text: string, place?: string): Buffer
  /** Throws when no key of the ring made this value, when it was altered, or when it belongs to another place. */
  decrypt(bytes: Uint8Array, place?: string): string
  /** Identifiers of the keys of the ring, in hexadecimal, the one that encrypts first. They tell nothing of the keys. */
  readonly keyIds: readonly [string, ...string[]]
}

const plainVersion = 1
export const boundVersion = 2
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 5

/** What a value of version 2 is bound to. The row's own id: it stays what it is when the row changes hands. */
export function cellPlace(table: string, column: string, id: number): string {
  return `${table}.${column}:${id}`
}

/** The key that a value was encrypted with; null: it is no encrypted value. */
export function keyIdOf(bytes: Uint8Array): string | null {
  if ((bytes[0] !== plainVersion && bytes[0] !== boundVersion) || bytes.length < headerBytes) return null
  return Buffer.from(bytes.subarray(1, headerBytes)).toString('hex')
}

/** `keys`: 32 bytes each, in base64; empty: null, nothing can be encrypted. Throws on a key of another length. */
export function encryption(keys: readonly string[]): Encryption | null {
  const [current, ...former] = keys.map(ringEntry)
  if (current === undefined) return null
  const ring = [current, ...former]
  return {
    keyIds: [current.id.toString('hex'), ...former.map(({ id }) => id.toString('hex'))],
    encrypt(text, place) {
      const nonce = randomBytes(nonceBytes)
      const header = Buffer.concat([Buffer.of(place === undefined ? plainVersion : boundVersion), current.id])
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce)
      if (place !== undefined) cipher.setAAD(boundTo(header, place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([header, nonce, cipher.getAuthTag(), body])
    },
    decrypt(value, place) {
      const bytes = Buffer.from(value)
      const header = bytes.subarray(0, headerBytes)
      const entry = ring.find(({ id }) => id.equals(header.subarray(1)))
      if (keyIdOf(bytes) === null || entry === undefined)
        throw new Error('this value was encrypted with a key that the configuration does not have')
      const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes)
      const tag = bytes.subarray(headerBytes + nonceBytes, headerBytes + nonceBytes + tagBytes)
      const decipher = createDecipheriv('aes-256-gcm', entry.key, nonce, { authTagLength: tagBytes })
      if (header[0] === boundVersion) {
        if (place === undefined) throw new Error('this value is bound to its place, which was not given')
        decipher.setAAD(boundTo(header, place))
      }
      decipher.setAuthTag(tag)
      const body = bytes.subarray(headerBytes + nonceBytes + tagBytes)
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    },
  }
}

function ringEntry(text: string): { readonly key: Buffer; readonly id: Buffer } {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) throw new Error('an encryption key is 32 bytes in base64 (openssl rand -base64 32)')
  return { key, id: createHash('sha256').update(key).digest().subarray(0, 4) }
}

function boundTo(header: Buffer, place: string): Buffer {
  return Buffer.concat([header, Buffer.from(place, 'utf8')])
}
