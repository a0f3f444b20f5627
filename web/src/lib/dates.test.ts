import { expect, test } from 'vitest'
import { datesIn } from './dates.ts'

const fr = datesIn('fr', 'Europe/Paris')
const en = datesIn('en', 'Europe/Paris')
const instant = '2017-07-21T03:00:24Z'

/** Kinds of spaces differ between versions of Intl's data, and are no matter here. */
function plain(text: string): string {
  return text.replace(/\s/g, ' ')
}

test('moments are those of the establishment, whatever the zone of this machine', () => {
  expect(fr.dateTime(instant)).toBe('21/07/2017 05:00:24')
  expect(en.dateTime(instant)).toBe('21/07/2017 05:00:24')
  expect(fr.minute('2017-07-20T22:00:00Z')).toBe('00:00')
  expect(datesIn('fr', 'Indian/Reunion').dateMinute(instant)).toBe('21/07/2017 07:00')
})

test('a civil date is the same day in every zone', () => {
  for (const zone of ['Europe/Paris', 'America/Martinique', 'Pacific/Wallis', 'Pacific/Tahiti'])
    expect(datesIn('fr', zone).civil('2005-03-14')).toBe('14/03/2005')
})

test('distances in time are told in the largest unit that is reached', () => {
  const now = Date.parse(instant)
  expect(plain(fr.relative(now - 3 * 60_000, now))).toBe('il y a 3 min')
  expect(plain(fr.relative(now + 2 * 3_600_000 + 5_000, now))).toBe('dans 2 h')
  expect(plain(fr.relative(now - 9 * 31 * 86_400_000, now))).toBe('il y a 9 mois')
  expect(plain(en.relative(now - 90_000, now))).toBe('1 min ago')
})

test('tomorrow and yesterday are days of the establishment, months and years are counted', () => {
  const evening = Date.parse('2026-11-22T22:30:00Z') // 23:30 in Paris
  expect(fr.relative('2026-11-23T23:30:00Z', evening)).toBe('après-demain') // 25 hours later, at 00:30 on the 24th
  expect(fr.relative('2026-11-23T22:45:00Z', evening)).toBe('demain')
  expect(fr.relative('2026-11-20T04:00:00Z', Date.parse('2026-11-21T23:36:00Z'))).toBe('avant-hier')
  expect(plain(fr.relative('2027-01-15T04:00:00Z', evening))).toBe('dans 1 mois')
  expect(plain(fr.relative('2028-02-29T04:00:00Z', evening))).toBe('dans 1 an')
  expect(en.relative('2026-11-23T22:45:00Z', evening)).toBe('tomorrow')
})

test('minutes of a duration never roll into hours', () => {
  expect(plain(fr.duration(910_000))).toBe('15 min 10 s')
  expect(plain(fr.duration(2 * 3_600_000 + 5_000))).toBe('120 min 05 s')
  expect(plain(fr.duration(59_999))).toBe('59 s')
  expect(plain(fr.duration(850))).toBe('850 ms')
})

test('sizes and shares in the words of each language', () => {
  expect(plain(fr.size(1_400_000))).toBe('1,4 Mo')
  expect(plain(en.size(1_400_000))).toBe('1.4 MB')
  expect(plain(fr.size(0))).toBe('0 o')
  expect(plain(fr.percent(0.123))).toBe('12,3 %')
})
