import { expect, test } from 'vitest'
import { ageOn, dateOf, isoDate, readBirthDate, readDate } from './dates.ts'

const today = dateOf('2026-03-02')
const read = (text: string) => {
  const date = readBirthDate(text, today)
  return date === 0 ? null : isoDate(date)
}

test.each([
  '1/9/2004',
  '01/09/2004',
  '1/09/2004',
  '01/9/2004',
  '01-09-2004',
  '1.9.2004',
  '2004-09-01',
  '01/09/2004 00:00:00',
  '2004-09-01T00:00:00',
  '1/9/2004 00:00',
])('case 29: %s is 1 September 2004', (text) => expect(read(text)).toBe('2004-09-01'))

test.each([
  '01/09/04',
  '09/13/2004',
  '02/13/2001',
  '31/02/2001',
  '29/02/2001',
  '31/04/2001',
  '20040901',
  '38231',
  '36526',
  '1 sept. 2004',
  '01/09/2004 12:00:00',
  '01/09/2004 00:01',
  '01/09-2004',
  '2004/09/01',
  '2004-9-1',
  '01//09/2004',
  '/09/2004x',
  '0/9/2004',
  '1/0/2004',
  '1/9/2004 ',
  '01/09/20045',
  '03/03/2026',
  '31/12/1899',
  '１/９/2004',
])('case 29: %s is not readable', (text) => expect(read(text)).toBeNull())

test('day goes before month: 03/04/2001 is 3 April', () => expect(read('03/04/2001')).toBe('2001-04-03'))

test('the bounds: 1900 and today are readable', () => {
  expect(read('01/01/1900')).toBe('1900-01-01')
  expect(read('02/03/2026')).toBe('2026-03-02')
  expect(read('29/02/2004')).toBe('2004-02-29')
  expect(read('29/02/1900')).toBeNull()
})

test('every day of a hundred years is read in both orders, and no other day', () => {
  for (let year = 1926; year <= 2025; year += 1)
    for (let month = 1; month <= 12; month++)
      for (let day = 1; day <= 31; day++) {
        const exists = new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1
        const expected = exists ? year * 10000 + month * 100 + day : 0
        expect(readDate(`${day}/${month}/${year}`)).toBe(expected)
      }
})

test('an age grows on the birthday', () => {
  expect(ageOn(dateOf('2012-03-02'), today)).toBe(14)
  expect(ageOn(dateOf('2012-03-03'), today)).toBe(13)
})
