import { expect, test } from 'vitest'
import { cellPlace, encryption, keyIdOf } from './encryption.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')

test('what was encrypted is read again, and is never twice the same bytes', () => {
  const ring = encryption([key(1)])!
  const first = ring.encrypt('205039999900139')
  expect(ring.decrypt(first)).toBe('205039999900139')
  expect(first.equals(ring.encrypt('205039999900139'))).toBe(false)
  expect(first.includes('205039999900139')).toBe(false)
})

test('after a change of keys old values are still read, new ones need the new key', () => {
  const old = encryption([key(1)])!
  const both = encryption([key(2), key(1)])!
  expect(both.decrypt(old.encrypt('é'))).toBe('é')
  expect(() => old.decrypt(both.encrypt('é'))).toThrow(/does not have/)
})

test('an altered value is refused', () => {
  const ring = encryption([key(1)])!
  const bytes = ring.encrypt('text')
  bytes[bytes.length - 1]! ^= 1
  expect(() => ring.decrypt(bytes)).toThrow()
})

test('a value bound to its place is read nowhere else; one from before is read wherever it lies', () => {
  const ring = encryption([key(1)])!
  const here = cellPlace('consultation', 'content_encrypted', 12)
  const bound = ring.encrypt('secret', here)
  expect(ring.decrypt(bound, here)).toBe('secret')
  for (const elsewhere of [cellPlace('consultation', 'content_encrypted', 13), undefined])
    expect(() => ring.decrypt(bound, elsewhere)).toThrow()
  // Passed off as one that is not bound.
  const disguised = Buffer.from(bound)
  disguised[0] = 1
  expect(() => ring.decrypt(disguised)).toThrow()
  expect(ring.decrypt(ring.encrypt('old'), here)).toBe('old')
  expect(keyIdOf(bound)).toBe(ring.keyIds[0])
  expect(keyIdOf(Buffer.from('plain'))).toBeNull()
})

test('without a key there is no encryption; a key of another length is refused', () => {
  expect(encryption([])).toBeNull()
  expect(() => encryption(['c2hvcnQ='])).toThrow(/32 bytes/)
})
