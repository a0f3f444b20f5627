import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptSpelling } from '../match/spelling.ts'
import { hasLetter, nameKey } from './name-key.ts'

test.each([
  ['Ben-Ali', 'BENALI'],
  ['BEN ALI', 'BENALI'],
  ["D'Almeida", 'DALMEIDA'],
  ['Zoé', 'ZOE'],
  ['Zoe\u0301', 'ZOE'],
  ['LÆTITIA', 'LAETITIA'],
  ['Lœtitia', 'LOETITIA'],
  ['Weiß', 'WEISS'],
  ['Muñoz Ibáñez', 'MUNOZIBANEZ'],
  ['Škoda', 'SKODA'],
  ['LE GOFF', 'LEGOFF'],
  ['Jean 2', 'JEAN2'],
])('2.6: the key of %s is %s', (name, key) => expect(nameKey(name)).toBe(key))

test('2.6: a name without Latin letters is its own trimmed upper case', () => {
  expect(nameKey(' Анна ')).toBe('АННА')
  expect(nameKey('李')).toBe('李')
  expect(nameKey(' - ')).toBe('-')
  expect(nameKey('')).toBe('')
})

test('the key of a key is that key', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (name) => {
      const key = nameKey(name)
      expect(nameKey(key)).toBe(key)
    }),
    { numRuns: 5000 },
  )
})

test('the quick way and the rule of 2.6 agree', () => {
  const rule = (text: string) =>
    text
      .replace(/[œŒ]/g, 'OE')
      .replace(/[æÆ]/g, 'AE')
      .replace(/ß/g, 'SS')
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, ' ')
      .replaceAll(' ', '') || text.trim().toUpperCase()
  const latin = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x2ff }).map((code) => String.fromCharCode(code)),
  })
  fc.assert(
    fc.property(latin, (name) => {
      expect(nameKey(name)).toBe(rule(name))
    }),
    { numRuns: 5000 },
  )
})

test('a letter of any script is a letter; digits and marks are not', () => {
  for (const name of ['x', 'É', 'ÿ', '=HYPERLINK("A1")', '李']) expect(hasLetter(name)).toBe(true)
  for (const name of ['', '  ', '123', '-', '×÷', "'@[`{"]) expect(hasLetter(name)).toBe(false)
})

test.each([
  ['Zoe', 'Zoé', 'Zoé'],
  ['ZOE', 'Zoé', 'Zoé'],
  ['Zoé', 'ZOE', 'Zoé'],
  ['Paul', 'PAUL', 'Paul'],
  ['LE GOFF', 'Le-Goff', 'LE GOFF'],
  ['Loetitia', 'Lœtitia', 'Lœtitia'],
  ['Lœtitia', 'LOETITIA', 'Lœtitia'],
  ['Zoé Lea', 'Zoe Léa', 'Zoé Lea'],
  ['Zoé Lea', 'Zoé Léa', 'Zoé Léa'],
  ['Zoè', 'Zoé', 'Zoè'],
])('3.8: %s stored, %s received: %s is kept', (stored, incoming, kept) =>
  expect(keptSpelling(stored, incoming)).toBe(kept),
)

test('a spelling once taken over stays', () => {
  const letters = fc.string({ unit: fc.constantFrom('e', 'E', 'é', 'É', 'è', 'œ', 'oe', '-', ' ') })
  fc.assert(
    fc.property(letters, letters, (stored, incoming) => {
      const kept = keptSpelling(stored, incoming)
      expect(keptSpelling(kept, incoming)).toBe(kept)
    }),
  )
})
