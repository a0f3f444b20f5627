import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasRightKey, ine10Of, ineForm, isOldForm, normalisedIne, schoolKey, universityKey } from './ine.ts'
import { birthMonthOfNir, nirKey, readNir, sexOfNir } from './nir.ts'

test('INE of schools: the letter is the number modulo 23', () => {
  expect(schoolKey('1234567890')).toBe('V')
  expect(hasRightKey('1234567890V')).toBe(true)
  expect(hasRightKey('1234567890W')).toBe(false)
})

test('INE of universities: the digit is the last of a weighted sum', () => {
  expect(universityKey('0TESTUN001')).toBe('9')
  expect(universityKey('1A2B3C4D5E')).toBe('0')
  expect(hasRightKey('0TESTUN0019')).toBe(true)
  expect(hasRightKey('0TESTUN0018')).toBe(false)
})

test('the INEs of the worked example have right keys', () => {
  for (const ine of ['9990000011P', '9990000022B', '9990000033N', '9990000044A', '9990000055M'])
    expect(hasRightKey(ine)).toBe(true)
})

test('forms without a public rule, and INEs without a key, have no wrong key', () => {
  for (const ine of ['123456789AB', '1234A56789B', '1234567890', 'ABCDEFGHIJK', '0TESTUN001'])
    expect(hasRightKey(ine)).toBe(true)
})

test('forms are told apart, ten characters only where they can be', () => {
  expect(ineForm('1234567890V')).toBe('school')
  expect(ineForm('0TESTUN0019')).toBe('university')
  expect(ineForm('12345678901')).toBe('university')
  expect(ineForm('123456789AB')).toBe('rnie')
  expect(ineForm('1234A56789B')).toBe('apprentice')
  expect(ineForm('ABCDEFGHIJK')).toBe('unknown')
  expect(ineForm('1234567890')).toBe('school')
  expect(ineForm('0TESTUN001')).toBe('university')
  expect(ineForm('123456789A')).toBe('unknown')
  expect(isOldForm('1234567890V')).toBe(true)
  expect(isOldForm('123456789AB')).toBe(false)
})

test('case 31: lower case, inner spaces and hyphens do not count; other shapes are unknown', () => {
  expect(normalisedIne('123456789ab')).toBe('123456789AB')
  expect(normalisedIne('12345 67890-V')).toBe('1234567890V')
  expect(ine10Of('1234567890V')).toBe(ine10Of('1234567890'))
  for (const text of ['123', '1234567890123', '12345678é0V', 'INCONNU', '123456789/V'])
    expect(normalisedIne(text)).toBeNull()
})

test('normalising an INE twice is normalising it once', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 14 }), (text) => {
      const ine = normalisedIne(text)
      if (ine !== null) {
        expect(normalisedIne(ine)).toBe(ine)
        expect(ine).toMatch(/^[0-9A-Z]{10,11}$/)
      }
    }),
  )
})

test('NIR: the keys of 3.3, Corsica included', () => {
  expect(nirKey('2050399999001')).toBe('39')
  expect(nirKey('103022A999001')).toBe('03')
  expect(nirKey('103022B999001')).toBe('30')
})

test('NIR: with or without its key, spaces or not; it is kept with it', () => {
  const right = { kind: 'right', nir: '205039999900139' }
  expect(readNir('2050399999001')).toEqual(right)
  expect(readNir('205039999900139')).toEqual(right)
  expect(readNir('2 05 03 99 999 001 39')).toEqual(right)
  expect(readNir('103022a999001')).toEqual({ kind: 'right', nir: '103022A99900103' })
})

test('NIR: a wrong key and a wrong shape are told apart', () => {
  expect(readNir('205039999900138')).toEqual({ kind: 'wrong-key' })
  for (const text of [
    '5050399999001',
    '2051399999001',
    '205002A999001',
    '205',
    '20503999990013',
    '20503XX999001',
  ])
    expect(readNir(text)).toEqual({ kind: 'wrong-shape' })
  for (const month of ['01', '12', '20', '30', '42', '50', '99'])
    expect(readNir(`205${month}99999001`).kind).toBe('right')
  for (const month of ['00', '13', '19', '21', '29', '43', '49'])
    expect(readNir(`205${month}99999001`).kind).toBe('wrong-shape')
})

test('NIR: sex and month of birth', () => {
  expect(['1', '3', '7', '2', '4', '8'].map((digit) => sexOfNir(`${digit}05`))).toEqual([
    'M',
    'M',
    'M',
    'F',
    'F',
    'F',
  ])
  expect(birthMonthOfNir('2050399999001')).toBe(3)
  expect(birthMonthOfNir('2052099999001')).toBeNull()
})
