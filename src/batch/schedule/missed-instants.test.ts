import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { countInstantsBetween, latestInstantBetween, missedInstants } from './missed-instants.ts'
import { type Schedule, weekdays } from './schedule.ts'
import { planned } from './test-schedule.ts'

const paris = 'Europe/Paris'

function at(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(paris).toInstant()
}

function missed(schedule: Schedule, after: string, upTo: string, previousStart?: string) {
  const options = previousStart === undefined ? {} : { previousStart: at(previousStart) }
  const found = missedInstants(schedule, at(after), at(upTo), paris, options)
  if (found === null) return null
  const local = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(paris).toPlainDateTime().toString({ smallestUnit: 'minute' })
  return { count: found.count, first: local(found.first), latest: local(found.latest) }
}

const everyDay = planned({ weekdays })

describe('what was missed while nothing ran', () => {
  test('V10: down from 20:00 to 08:00, one run is missed, that of 22:30, 9 h 30 late', () => {
    expect(missed(everyDay, '2026-01-05T20:00', '2026-01-06T08:00')).toEqual({
      count: 1,
      first: '2026-01-05T22:30',
      latest: '2026-01-05T22:30',
    })
  })

  test('V11: down for three nights, the newest missed is that of the last night and two are older', () => {
    expect(missed(everyDay, '2026-01-05T20:00', '2026-01-08T08:00')).toEqual({
      count: 3,
      first: '2026-01-05T22:30',
      latest: '2026-01-07T22:30',
    })
  })

  test('V12: of the maintenance pair, missed from 22:00 to 23:45, the return to service is the later one', () => {
    const span = [at('2026-01-05T22:00'), at('2026-01-05T23:45'), paris] as const
    const toMaintenance = latestInstantBetween({ ...everyDay, time: '22:55' }, ...span)!
    const toService = latestInstantBetween({ ...everyDay, time: '23:30' }, ...span)!
    expect(Temporal.Instant.compare(toMaintenance, toService)).toBe(-1)
  })

  test('health 9: down from 04:50 to 05:30, the import of 05:00 is missed; down for three days, three are', () => {
    const schedule = { ...everyDay, time: '05:00' }
    expect(missed(schedule, '2026-01-05T04:50', '2026-01-05T05:30')?.count).toBe(1)
    expect(missed(schedule, '2026-01-05T04:50', '2026-01-08T04:50')).toEqual({
      count: 3,
      first: '2026-01-05T05:00',
      latest: '2026-01-07T05:00',
    })
  })

  test('the span leaves out its beginning and holds its end', () => {
    expect(missed(everyDay, '2026-01-05T22:30', '2026-01-06T22:29')).toBeNull()
    expect(missed(everyDay, '2026-01-05T22:30', '2026-01-06T22:30')?.count).toBe(1)
  })

  test('a midnight that has come stays missed when the clocks go back before it (St. John’s until 2011)', () => {
    const after = Temporal.Instant.from('2010-11-06T12:00:00Z')
    const secondQuarterPast23 = Temporal.Instant.from('2010-11-07T02:45:00Z')
    const latest = latestInstantBetween(
      { ...everyDay, time: '00:00' },
      after,
      secondQuarterPast23,
      'America/St_Johns',
    )
    expect(latest?.toString()).toBe('2010-11-07T02:30:00Z')
  })

  test('nothing is missed when the end is before the beginning, or when no day is ticked', () => {
    expect(missed(everyDay, '2026-01-08T00:00', '2026-01-05T00:00')).toBeNull()
    expect(missed(planned({}), '2026-01-05T00:00', '2036-01-05T00:00')).toBeNull()
  })

  test('29 February is missed five times in twenty years', () => {
    const schedule = planned({ dayOfMonth: 29, month: 2 })
    expect(missed(schedule, '2024-01-01T00:00', '2044-01-01T00:00')).toEqual({
      count: 5,
      first: '2024-02-29T22:30',
      latest: '2040-02-29T22:30',
    })
  })

  test('slots of a frequency count from the previous start', () => {
    const schedule = { ...everyDay, everyMinutes: 15 }
    expect(missed(schedule, '2026-01-05T10:01', '2026-01-05T11:00', '2026-01-05T10:01')).toEqual({
      count: 3,
      first: '2026-01-05T10:16',
      latest: '2026-01-05T10:46',
    })
  })

  test('slots of a frequency on ticked days restart at 00:00 of each', () => {
    const schedule = planned({ weekdays: ['mon', 'wed'], everyMinutes: 700 })
    expect(missed(schedule, '2026-01-05T10:00', '2026-01-07T13:00', '2026-01-05T10:00')).toEqual({
      count: 3,
      first: '2026-01-05T21:40',
      latest: '2026-01-07T11:40',
    })
  })

  test('twenty years of minutes are counted, not listed', () => {
    const began = performance.now()
    const after = at('2006-01-02T00:00')
    const upTo = at('2026-01-05T00:00')
    const minutes = (upTo.epochMilliseconds - after.epochMilliseconds) / 60_000
    expect(countInstantsBetween({ ...everyDay, everyMinutes: 1 }, after, upTo, paris)).toBe(minutes)
    // Seven hours and a half of daylight saving are gone and come back on Sundays: Mondays have 1440 minutes.
    expect(countInstantsBetween(planned({ weekdays: ['mon'], everyMinutes: 1 }), after, upTo, paris)).toBe(
      1044 * 1440,
    )
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
