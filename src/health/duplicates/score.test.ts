import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ComparedRow, comparedRecord } from './compared-record.ts'
import { fingerprint } from './fingerprint.ts'
import { explainPair, scorePair, tierOf, usualThreshold } from './score.ts'

const zoe: ComparedRow = {
  id: 1,
  ine: null,
  aliases: [],
  student_code: null,
  name_key: 'TESTUN',
  first_name_key: 'ZOE',
  usage_name: null,
  second_name: null,
  sex: 'F',
  birth_date: '2005-03-14',
  nationality_code: '100',
  phone: null,
  email: null,
  establishments: [],
}
type Changes = Partial<ComparedRow>
const reasonsOf = (one: Changes, other: Changes) =>
  explainPair(comparedRecord({ ...zoe, ...one }), comparedRecord({ ...zoe, id: 2, ...other }))
const score = (one: Changes, other: Changes) =>
  scorePair(comparedRecord({ ...zoe, ...one }), comparedRecord({ ...zoe, id: 2, ...other }))
const codes = (one: Changes, other: Changes) => reasonsOf(one, other).map((reason) => reason.code)

const ine = '9990000011P'
const phone = '0199000001'

// The vectors of health.md 2.6 and of case 15.
test.for([
  ['same person', {}, {}, 65, 'probable'],
  ['same INE on both', { ine }, { ine }, 125, 'certain'],
  ['different INE', { ine }, { ine: '9990000022B' }, 50, 'possible'],
  ['TESTUM', {}, { name_key: 'TESTUM' }, 57, 'possible'],
  ['born 15/03/2005', {}, { birth_date: '2005-03-15' }, 52, 'possible'],
  ['DUTEST with NOMUSAGE TESTUN', {}, { name_key: 'DUTEST', usage_name: 'Testun' }, 57, 'possible'],
  ['twins Zoé/Chloé, same telephone', { phone }, { first_name_key: 'CHLOE', phone }, 33, null],
  ['Zoé/Léo F/M, same telephone', { phone }, { first_name_key: 'LEO', sex: 'M', phone }, 16, null],
  ['same INE but first name Inès', { ine }, { ine, first_name_key: 'INES' }, 79, 'probable'],
  [
    '15: twins MARIE/MARINE with two different INEs',
    { ine, first_name_key: 'MARIE' },
    { ine: '9990000022B', first_name_key: 'MARINE' },
    50,
    'possible',
  ],
] as const)('%s', ([, one, other, points, tier]) => {
  expect(score(one, other)).toBe(points)
  expect(score(other, one)).toBe(points)
  expect(points < usualThreshold ? null : tierOf(points)).toBe(tier)
})

test('one INE and a contradiction: capped at 79, and said', () => {
  expect(reasonsOf({ ine }, { ine, first_name_key: 'INES' }).at(-1)).toEqual({
    code: 'ine-shared',
    points: -6,
  })
  const stranger = { ine, name_key: 'AUTRE', first_name_key: 'PAUL', sex: 'M' } as const
  expect(reasonsOf({ ine }, stranger).at(-1)).toEqual({ code: 'ine-shared', points: 0 })
  expect(codes({ ine }, { ine })).not.toContain('ine-shared')
})

test('the INE counts without its key, and by an alias', () => {
  expect(codes({ ine }, { ine: '9990000011' })).toContain('ine-equal')
  expect(codes({ ine }, { ine: '1234567890V', aliases: [ine] })).toContain('ine-equal')
  expect(codes({ ine }, { ine: null })).not.toContain('ine-different')
})

test('a name through NOMUSAGE is worth 12 at most, a first name through PRENOM2 8 at most', () => {
  expect(reasonsOf({}, { name_key: 'DUTEST', usage_name: 'TESTUN' })).toContainEqual({
    code: 'name-by-usage-name',
    points: 12,
  })
  expect(reasonsOf({}, { name_key: 'TESTUM', usage_name: 'TESTUN' })).toContainEqual({
    code: 'name-close',
    points: 12,
  })
  expect(reasonsOf({ second_name: 'Inès' }, { first_name_key: 'INES' })).toContainEqual({
    code: 'first-name-by-second-name',
    points: 8,
  })
  // Two usage names alike say nothing: sisters in law have them.
  expect(
    codes({ name_key: 'AAAA', usage_name: 'TESTUN' }, { name_key: 'BBBB', usage_name: 'TESTUN' }),
  ).toContain('name-different')
})

test('names exchanged: 27 in place of both', () => {
  expect(reasonsOf({}, { name_key: 'ZOE', first_name_key: 'TESTUN' })).toEqual([
    { code: 'birth-date-equal', points: 25 },
    { code: 'names-exchanged', points: 27 },
    { code: 'nationality-equal', points: 3 },
    { code: 'sex-equal', points: 2 },
  ])
  // MARTIN Martin is himself before he is anything exchanged.
  const martin = { name_key: 'MARTIN', first_name_key: 'MARTIN' }
  expect(score(martin, martin)).toBe(65)
})

test('what one of the two does not have is not compared', () => {
  expect(codes({ sex: 'INCONNU', email: 'a@example.org', phone }, {})).toEqual([
    'birth-date-equal',
    'name-equal',
    'first-name-equal',
    'nationality-equal',
  ])
})

test('a student code counts at one establishment only; an e-mail in any case', () => {
  const code = { student_code: '20000001', establishments: ['0990001X', '0990002Y'] }
  expect(score(code, { ...code, establishments: ['0990002Y'] })).toBe(95)
  expect(score(code, { ...code, establishments: ['0990003Z'] })).toBe(65)
  expect(score({ email: 'Zoe@example.org' }, { email: 'zoe@EXAMPLE.org' })).toBe(80)
})

const anyRow: fc.Arbitrary<ComparedRow> = fc.record({
  id: fc.integer({ min: 1, max: 9 }),
  ine: fc.constantFrom(null, ine, '9990000022B'),
  aliases: fc.constantFrom([], [ine], ['1234567890V']),
  student_code: fc.constantFrom(null, '1', '2'),
  name_key: fc.constantFrom('TESTUN', 'TESTUM', 'ZOE', 'TESTDEUX'),
  first_name_key: fc.constantFrom('ZOE', 'INES', 'TESTUN'),
  usage_name: fc.constantFrom(null, 'Testun'),
  second_name: fc.constantFrom(null, 'Zoé'),
  sex: fc.constantFrom('M', 'F', 'INCONNU'),
  birth_date: fc.constantFrom('2005-03-14', '2005-03-15', '2001-01-01'),
  nationality_code: fc.constantFrom('100', '216'),
  phone: fc.constantFrom(null, phone),
  email: fc.constantFrom(null, 'a@example.org'),
  establishments: fc.constantFrom([], ['0990001X']),
})

test('property: score and fingerprint do not depend on who comes first; the fingerprint on the values alone', () => {
  fc.assert(
    fc.property(anyRow, anyRow, (first, second) => {
      const [a, b] = [comparedRecord(first), comparedRecord({ ...second, id: first.id + 1 })]
      expect(scorePair(b, a)).toBe(scorePair(a, b))
      expect(fingerprint(b, a)).toBe(fingerprint(a, b))
      if (scorePair(a, b) !== scorePair(a, comparedRecord({ ...first, id: b.id })))
        expect(fingerprint(a, b)).not.toBe(fingerprint(a, comparedRecord({ ...first, id: b.id })))
    }),
  )
})
