import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { nextInstant, nextInstants } from './next-instant.ts'
import { type Schedule, weekdays } from './schedule.ts'
import { planned } from './test-schedule.ts'

const paris = 'Europe/Paris'

/** An instant of a wall-clock time without offset in Paris, or of a text with its offset. */
function at(text: string): Temporal.Instant {
  return /Z|[+-]\d\d:\d\d$/.test(text)
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(paris).toInstant()
}

function next(schedule: Schedule, after: string, previousStart?: string, zone = paris): string | null {
  const options = previousStart === undefined ? {} : { previousStart: at(previousStart) }
  return nextInstant(schedule, at(after), zone, options)?.toString() ?? null
}

/** The next instants as wall-clock times with their offset. */
function list(
  schedule: Schedule,
  after: string,
  count: number,
  zone = paris,
  previousStart?: string,
): string[] {
  const options = previousStart === undefined ? {} : { previousStart: at(previousStart) }
  return nextInstants(schedule, at(after), zone, count, options).map((instant) =>
    instant.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' }),
  )
}

const everyDay = planned({ weekdays })

describe('a time on ticked days (admissions 2.9; 05/01/2026 is a Monday)', () => {
  test('V1: from Friday evening, Monday to Friday at 21:00 gives Friday, then Monday', () => {
    const schedule = planned({ time: '21:00', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] })
    expect(list(schedule, '2026-01-09T20:59', 2)).toEqual([
      '2026-01-09T21:00:00+01:00',
      '2026-01-12T21:00:00+01:00',
    ])
  })

  test('V2: midnight is an hour like others: from 23:59:30 it is 30 seconds away', () => {
    expect(next({ ...everyDay, time: '00:00' }, '2026-01-05T23:59:30')).toBe('2026-01-05T23:00:00Z')
  })

  test('V3: 23:59 seen by ticks at 23:58:50 and 00:00:10 is due once', () => {
    const schedule = { ...everyDay, time: '23:59' }
    expect(next(schedule, '2026-01-05T23:58:50')).toBe('2026-01-05T22:59:00Z')
    expect(next(schedule, '2026-01-05T23:59:00')).toBe('2026-01-06T22:59:00Z')
  })

  test('V4: Sunday 02:30, which the spring change skips, runs once, at 03:00 local', () => {
    const schedule = planned({ time: '02:30', weekdays: ['sun'] })
    expect(list(schedule, '2026-03-28T12:00', 2)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-04-05T02:30:00+02:00',
    ])
    expect(next(schedule, '2026-03-28T12:00')).toBe('2026-03-29T01:00:00Z')
  })

  test('V5: Sunday 02:30, which comes twice in autumn, runs at the first only', () => {
    const schedule = planned({ time: '02:30', weekdays: ['sun'] })
    expect(next(schedule, '2026-10-24T12:00')).toBe('2026-10-25T00:30:00Z')
    expect(next(schedule, '2026-10-25T00:30:00Z')).toBe('2026-11-01T01:30:00Z')
    expect(next(schedule, '2026-10-25T01:15:00Z')).toBe('2026-11-01T01:30:00Z')
  })

  test('V9: saved at 22:31, every day at 22:30 comes the next day', () => {
    expect(next(everyDay, '2026-01-05T22:31')).toBe('2026-01-06T21:30:00Z')
  })

  test('V14: the 23:15 batch that starts at 23:30 because another lasted is not due a second time', () => {
    const schedule = { ...everyDay, time: '23:15' }
    const planned = next(schedule, '2026-01-05T22:59:10')!
    expect(planned).toBe('2026-01-05T22:15:00Z')
    expect(next(schedule, planned)).toBe('2026-01-06T22:15:00Z')
  })

  test('V18: Monday 22:30, enabled on Monday at 22:31, waits for the next Monday', () => {
    expect(next(planned({ weekdays: ['mon'] }), '2026-01-05T22:31')).toBe('2026-01-12T21:30:00Z')
  })

  test('V19: the zone is the establishment’s: 22:30 is 21:30 UTC in January, 20:30 UTC in July', () => {
    expect(next(everyDay, '2026-01-05T12:00Z')).toBe('2026-01-05T21:30:00Z')
    expect(next(everyDay, '2026-07-05T12:00Z')).toBe('2026-07-05T20:30:00Z')
  })

  test('V20: a clock set back by 10 minutes does not bring the run back: the cursor stays', () => {
    const cursor = next(everyDay, '2026-01-05T12:00')!
    const clockSetBack = '2026-01-05T21:20:00Z'
    expect(next(everyDay, cursor)! > clockSetBack).toBe(true)
    expect(next(everyDay, cursor)).toBe('2026-01-06T21:30:00Z')
  })

  test('V22: with no weekday and no date it never comes', () => {
    expect(next(planned({}), '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ everyMinutes: 5 }), '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ month: 9 }), '2026-01-05T12:00')).toBeNull()
  })

  test('it is strictly after, to the nanosecond', () => {
    expect(next(everyDay, '2026-01-05T21:29:59.999999999Z')).toBe('2026-01-05T21:30:00Z')
    expect(next(everyDay, '2026-01-05T21:30:00Z')).toBe('2026-01-06T21:30:00Z')
  })
})

describe('dates', () => {
  test('V6: the 31st at 22:30, from 1 April, is 31 May', () => {
    expect(list(planned({ dayOfMonth: 31 }), '2026-04-01T00:00', 1)).toEqual(['2026-05-31T22:30:00+02:00'])
  })

  test('V7: 29 February every year comes in leap years only', () => {
    const schedule = planned({ time: '03:00', dayOfMonth: 29, month: 2 })
    expect(list(schedule, '2026-03-01T00:00', 2)).toEqual([
      '2028-02-29T03:00:00+01:00',
      '2032-02-29T03:00:00+01:00',
    ])
    expect(list(schedule, '2096-03-01T00:00', 1)).toEqual(['2104-02-29T03:00:00+01:00'])
  })

  test('health 5: the 31st of no given month: 31 January, none in February, 31 March', () => {
    expect(list(planned({ dayOfMonth: 31 }), '2026-01-01T00:00', 2)).toEqual([
      '2026-01-31T22:30:00+01:00',
      '2026-03-31T22:30:00+02:00',
    ])
  })

  test('health 5: a year that is past never comes', () => {
    expect(next(planned({ weekdays, year: 2020 }), '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ dayOfMonth: 15, month: 7, year: 2020 }), '2026-01-05T12:00')).toBeNull()
  })

  test('a day that does not exist never comes', () => {
    expect(next(planned({ dayOfMonth: 30, month: 2 }), '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ dayOfMonth: 31, month: 4 }), '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ dayOfMonth: 29, month: 2, year: 2027 }), '2026-01-05T12:00')).toBeNull()
  })

  test('a full date comes once', () => {
    const schedule = planned({ time: '02:00', dayOfMonth: 15, month: 7, year: 2027 })
    expect(list(schedule, '2026-01-05T12:00', 3)).toEqual(['2027-07-15T02:00:00+02:00'])
  })

  test('weekdays of a month are those of that month, every year', () => {
    const schedule = planned({ time: '01:00', weekdays: ['mon'], month: 9 })
    expect(list(schedule, '2026-09-20T00:00', 3)).toEqual([
      '2026-09-21T01:00:00+02:00',
      '2026-09-28T01:00:00+02:00',
      '2027-09-06T01:00:00+02:00',
    ])
  })

  test('weekdays of a month of a year end with it', () => {
    const schedule = planned({ time: '01:00', weekdays: ['mon'], month: 9, year: 2026 })
    expect(list(schedule, '2026-09-20T00:00', 3)).toHaveLength(2)
  })

  test('health 4: with no day ticked nothing comes for a week; with Monday ticked again, Monday', () => {
    expect(list(planned({ time: '05:00' }), '2026-01-05T00:00', 7)).toEqual([])
    expect(list(planned({ time: '05:00', weekdays: ['mon'] }), '2026-01-06T00:00', 1)).toEqual([
      '2026-01-12T05:00:00+01:00',
    ])
  })

  test('a stored row that makes no sense never comes and does not throw', () => {
    expect(next({ ...everyDay, time: '25:99' }, '2026-01-05T12:00')).toBeNull()
    expect(next({ ...everyDay, everyMinutes: 0 }, '2026-01-05T12:00')).toBeNull()
    expect(next({ ...everyDay, everyMinutes: -5 }, '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ dayOfMonth: 99 }), '2026-01-05T12:00')).toBeNull()
    expect(next(planned({ dayOfMonth: 1, month: 13 }), '2026-01-05T12:00')).toBeNull()
    expect(list({ ...everyDay, everyMinutes: 0.5 }, '2026-01-05T12:00', 3)).toEqual([])
  })
})

describe('clock changes', () => {
  test('health 6: every day at 02:30 starts once in the spring night, at 03:00', () => {
    expect(list({ ...everyDay, time: '02:30' }, '2026-03-28T12:00', 2)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:30:00+02:00',
    ])
  })

  test('health 6: every day at 02:30 starts once in the autumn night, at the first 02:30', () => {
    expect(list({ ...everyDay, time: '02:30' }, '2026-10-24T12:00', 2)).toEqual([
      '2026-10-25T02:30:00+02:00',
      '2026-10-26T02:30:00+01:00',
    ])
  })

  test('midnight of 04/11/2018 does not exist in São Paulo: the day starts at 01:00, once, not early', () => {
    const schedule = { ...everyDay, time: '00:00' }
    expect(list(schedule, '2018-11-03T12:00Z', 2, 'America/Sao_Paulo')).toEqual([
      '2018-11-04T01:00:00-02:00',
      '2018-11-05T00:00:00-02:00',
    ])
    expect(next(schedule, '2018-11-04T03:00:00Z', undefined, 'America/Sao_Paulo')).toBe(
      '2018-11-05T02:00:00Z',
    )
  })

  test('Apia skipped 30/12/2011: its run falls on the first instant of the 31st', () => {
    expect(list({ ...everyDay, time: '02:00' }, '2011-12-29T20:00Z', 3, 'Pacific/Apia')).toEqual([
      '2011-12-31T00:00:00+14:00',
      '2011-12-31T02:00:00+14:00',
      '2012-01-01T02:00:00+14:00',
    ])
    // At midnight the runs of both days are the same instant: one.
    expect(list({ ...everyDay, time: '00:00' }, '2011-12-29T20:00Z', 2, 'Pacific/Apia')).toEqual([
      '2011-12-31T00:00:00+14:00',
      '2012-01-01T00:00:00+14:00',
    ])
  })

  test('Lord Howe moves by half an hour: 02:15 of the spring night runs at 02:30', () => {
    const schedule = { ...everyDay, time: '02:15' }
    expect(list(schedule, '2026-10-03T00:00Z', 1, 'Australia/Lord_Howe')).toEqual([
      '2026-10-04T02:30:00+11:00',
    ])
    expect(list({ ...schedule, time: '01:45' }, '2026-04-04T00:00Z', 1, 'Australia/Lord_Howe')).toEqual([
      '2026-04-05T01:45:00+11:00',
    ])
  })
})

describe('a frequency counts from the start of the previous run', () => {
  const quarterly = { ...everyDay, everyMinutes: 15 }

  test('V15: every 15 minutes, started at 10:00:05, is not due at 10:15 and due at 10:16', () => {
    const due = next(quarterly, '2026-01-05T10:00:05', '2026-01-05T10:00:05')!
    expect(due).toBe('2026-01-05T09:15:05Z')
    expect(due <= '2026-01-05T09:15:00Z').toBe(false)
    expect(due <= '2026-01-05T09:16:00Z').toBe(true)
  })

  test('V16: every 5 minutes, a run from 10:00 to 10:12 is followed by one run, not three', () => {
    const schedule = { ...everyDay, everyMinutes: 5 }
    // The slot of 10:05 waits for the end of the run and starts at 10:12 ...
    expect(next(schedule, '2026-01-05T10:00', '2026-01-05T10:00')).toBe('2026-01-05T09:05:00Z')
    // ... and the count goes on from there: 10:10 is gone.
    expect(next(schedule, '2026-01-05T10:12', '2026-01-05T10:12')).toBe('2026-01-05T09:17:00Z')
  })

  test('slots that passed are not replayed: the next is the first start + k × n to come', () => {
    expect(next(quarterly, '2026-01-05T12:02', '2026-01-05T10:00:05')).toBe('2026-01-05T11:15:05Z')
    expect(next(quarterly, '2026-01-05T09:00', '2026-01-05T10:00:05')).toBe('2026-01-05T09:15:05Z')
  })

  test('V17: every 30 minutes on Saturday first runs on Saturday at 00:00, not 30 minutes after Friday', () => {
    const schedule = planned({ weekdays: ['sat'], everyMinutes: 30 })
    expect(next(schedule, '2026-01-09T23:50')).toBe('2026-01-09T23:00:00Z')
    expect(next(schedule, '2026-01-09T23:50', '2026-01-09T23:50')).toBe('2026-01-09T23:00:00Z')
    expect(next(schedule, '2026-01-09T23:50', '2026-01-03T23:45')).toBe('2026-01-09T23:00:00Z')
  })

  test('a slot beyond the last ticked day moves to 00:00 of the next ticked one', () => {
    const schedule = planned({ weekdays: ['mon', 'fri'], everyMinutes: 90 })
    expect(next(schedule, '2026-01-05T23:10', '2026-01-05T23:10')).toBe('2026-01-08T23:00:00Z')
  })

  test('the count goes over midnight when the next day is ticked too', () => {
    expect(next({ ...everyDay, everyMinutes: 25 }, '2026-01-05T23:50', '2026-01-05T23:50')).toBe(
      '2026-01-05T23:15:00Z',
    )
  })

  test('without a previous start it counts from 00:00 of the day', () => {
    expect(next({ ...everyDay, everyMinutes: 7 }, '2026-01-05T10:03')).toBe('2026-01-05T09:09:00Z')
  })

  test('with a start of long ago in a broken stretch it counts from the stretch’s 00:00', () => {
    const schedule = planned({ weekdays: ['mon', 'tue', 'thu'], everyMinutes: 50 })
    expect(next(schedule, '2026-01-06T00:05', '2026-01-01T10:00:07')).toBe('2026-01-05T23:10:00Z')
    // 00:10 = 29 × 50 minutes after Monday 00:00, so the next is 01:00 on Tuesday.
    expect(next(schedule, '2026-01-06T00:15', '2026-01-01T10:00:07')).toBe('2026-01-06T00:00:00Z')
  })

  test('the preview supposes that each run starts on time', () => {
    const schedule = planned({ weekdays: ['mon', 'wed'], everyMinutes: 600 })
    expect(list(schedule, '2026-01-05T04:00', 4, paris, '2026-01-05T03:00:30')).toEqual([
      '2026-01-05T13:00:30+01:00',
      '2026-01-05T23:00:30+01:00',
      '2026-01-07T00:00:00+01:00',
      '2026-01-07T10:00:00+01:00',
    ])
  })

  test('minutes are elapsed ones: in the autumn night 30 minutes after 02:45 is the second 02:15', () => {
    expect(
      list({ ...everyDay, everyMinutes: 30 }, '2026-10-25T00:45:00Z', 2, paris, '2026-10-25T00:45:00Z'),
    ).toEqual(['2026-10-25T02:15:00+01:00', '2026-10-25T02:45:00+01:00'])
  })

  test('a ticked day that starts at 01:00 (São Paulo, 04/11/2018) has its first run then', () => {
    const schedule = planned({ weekdays: ['sun'], everyMinutes: 20 })
    expect(list(schedule, '2018-11-01T00:00Z', 2, 'America/Sao_Paulo')).toEqual([
      '2018-11-04T01:00:00-02:00',
      '2018-11-04T01:20:00-02:00',
    ])
  })

  test('a ticked day that the zone skipped has none: Fridays in Apia at the end of 2011', () => {
    const schedule = planned({ weekdays: ['fri'], everyMinutes: 600 })
    expect(list(schedule, '2011-12-24T00:00:00-10:00', 1, 'Pacific/Apia')).toEqual([
      '2012-01-06T00:00:00+14:00',
    ])
  })

  test('a day that the clocks leave again for an hour goes on counting (St. John’s, 07/11/2010, back to 23:01)', () => {
    const schedule = planned({ weekdays: ['sun'], everyMinutes: 20 })
    const saturday = '2010-11-06T12:00:00Z'
    expect(next(schedule, saturday, undefined, 'America/St_Johns')).toBe('2010-11-07T02:30:00Z')
    expect(next(schedule, '2010-11-07T02:40:00Z', undefined, 'America/St_Johns')).toBe('2010-11-07T02:50:00Z')
  })

  test('a frequency on one date ends with that day', () => {
    const schedule = planned({ dayOfMonth: 15, month: 7, year: 2027, everyMinutes: 720 })
    expect(list(schedule, '2026-01-01T00:00', 9)).toEqual([
      '2027-07-15T00:00:00+02:00',
      '2027-07-15T12:00:00+02:00',
    ])
  })
})
