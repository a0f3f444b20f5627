import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeLine, encodeLatin1, holdsUtf8Sequence, toLatin1 } from './latin1.ts'

const decode = (...bytes: number[]) => decodeLine(Uint8Array.from(bytes), 0, bytes.length)

test('all 256 bytes: ISO-8859-1, Windows-1252 in 80–9F, the rest unreadable', () => {
  const windows1252 = new TextDecoder('windows-1252')
  for (let byte = 0; byte < 256; byte++) {
    const undefinedByte = [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)
    if (undefinedByte || (byte < 0x20 && byte !== 0x09)) expect(decode(byte)).toBeNull()
    else if (byte === 0x91 || byte === 0x92) expect(decode(byte)).toBe("'")
    else if (byte >= 0x80 && byte <= 0x9f) expect(decode(byte)).toBe(windows1252.decode(Uint8Array.of(byte)))
    else expect(decode(byte)).toBe(String.fromCodePoint(byte))
  }
})

test('case 23: Windows-1252 with ’ and œ is read', () => {
  expect(decodeLine(Buffer.from('D\x92ALMEIDA;C\x9cUR;Zo\xe9', 'latin1'), 0, 18)).toBe("D'ALMEIDA;CœUR;Zoé")
})

test('one unreadable character is enough, wherever it is', () => {
  expect(decode(0x41, 0x9d)).toBeNull()
  expect(decode(0x9c, 0x00, 0x41)).toBeNull()
  expect(decode(0x41, 0x0d, 0x42)).toBeNull()
})

test('only the given part of the bytes is read', () => {
  expect(decodeLine(Buffer.from('\x00ABC\x00'), 1, 4)).toBe('ABC')
})

test('no bytes make it throw, and what it accepts has no control character but tab', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const text = decodeLine(bytes, 0, bytes.length)
      if (text === null) return
      expect(text).toHaveLength(bytes.length)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the very point
      expect(text).not.toMatch(/[\x00-\x08\x0a-\x1f\x80-\x9f]/)
    }),
    { numRuns: 2000 },
  )
})

test('a valid UTF-8 sequence is seen among ISO-8859-1 characters', () => {
  const holds = (text: string, encoding: BufferEncoding) => {
    const bytes = Buffer.from(text, encoding)
    return holdsUtf8Sequence(bytes, 0, bytes.length)
  }
  expect(holds('Zoé', 'utf8')).toBe(true)
  expect(holds('Zoé, Inès, MODÈLE', 'latin1')).toBe(false)
  expect(holds('10 €', 'utf8')).toBe(true)
  expect(holds('😀', 'utf8')).toBe(true)
  expect(holds('\xc3', 'latin1')).toBe(false)
  expect(holds('\xe2\x82', 'latin1')).toBe(false)
  expect(holds('\xc0\x80', 'latin1')).toBe(false)
  expect(holds('\xed\xa0\x80', 'latin1')).toBe(false)
})

test('what ISO-8859-1 lacks is transliterated when written', () => {
  expect(toLatin1('Cœur d’Œdipe')).toBe("Coeur d'OEdipe")
  expect(toLatin1('10 € à Ÿ')).toBe('10 EUR à Y')
  expect(toLatin1('Škoda Žižkov Łódź')).toBe('Skoda Zizkov ?ódz')
  expect(toLatin1('Zoe\u0301')).toBe('Zoé')
  expect(toLatin1('李 😀')).toBe('? ?')
  expect(encodeLatin1('Zoé')).toEqual(Buffer.from([0x5a, 0x6f, 0xe9]))
})
