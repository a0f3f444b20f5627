import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { parseSchedule } from './parse-schedule.ts'

/** Monday 05/01/2026, 11:00 in Paris. */
const present = { now: Temporal.Instant.from('2026-01-05T10:00:00Z'), zone: 'Europe/Paris' }

function accepted(input: unknown) {
  const parsed = parseSchedule(input, present)
  return parsed.ok ? parsed.schedule : parsed.refusals
}

/** The refusals as 'field code', or 'accepted'. */
function verdict(input: unknown): string {
  const parsed = parseSchedule(input, present)
  return parsed.ok ? 'accepted' : parsed.refusals.map(({ field, code }) => `${field} ${code}`).join(', ')
}

describe('what is accepted', () => {
  test('what is absent is blank', () => {
    expect(accepted({ time: '06:10' })).toEqual({
      time: '06:10',
      weekdays: [],
      dayOfMonth: null,
      month: null,
      year: null,
      everyMinutes: null,
    })
  })

  test('weekdays are put in week order, once each', () => {
    expect(accepted({ time: '06:10', weekdays: ['sun', 'mon', 'sun', 'wed'] })).toMatchObject({
      weekdays: ['mon', 'wed', 'sun'],
    })
  })

  test('"all" ticks the seven boxes', () => {
    expect(accepted({ time: '06:10', weekdays: 'all' })).toMatchObject({
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    })
  })

  test('a frequency does without a time, and keeps the one it is given', () => {
    expect(accepted({ everyMinutes: 15, weekdays: 'all' })).toMatchObject({ time: '00:00', everyMinutes: 15 })
    expect(accepted({ time: '05:00', everyMinutes: 15, weekdays: 'all' })).toMatchObject({ time: '05:00' })
  })

  test.each<[string, object]>([
    ['no day at all: launched by hand only', { time: '06:10' }],
    ['a month without a day: no day of it', { time: '06:10', month: 9 }],
    ['weekdays of a month', { time: '01:00', weekdays: ['mon'], month: 9 }],
    ['weekdays of a month of a year', { time: '01:00', weekdays: ['mon'], month: 9, year: 2026 }],
    ['the 31st of every month', { time: '01:00', dayOfMonth: 31 }],
    ['29 February every year', { time: '01:00', dayOfMonth: 29, month: 2 }],
    ['29 February of a leap year', { time: '01:00', dayOfMonth: 29, month: 2, year: 2028 }],
    ['today, later', { time: '11:01', dayOfMonth: 5, month: 1, year: 2026 }],
    ['this month, of which Mondays are left', { time: '11:00', weekdays: ['mon'], month: 1, year: 2026 }],
    ['every minute', { everyMinutes: 1, weekdays: 'all' }],
    ['once a day', { everyMinutes: 1440, weekdays: 'all' }],
    ['midnight', { time: '00:00', weekdays: 'all' }],
    ['blanks written out', { time: '06:10', dayOfMonth: null, month: null, year: null, everyMinutes: null }],
  ])('%s', (_, input) => {
    expect(verdict(input)).toBe('accepted')
  })
})

describe('what is refused when saved', () => {
  const time = '06:10'
  const days = ['mon']

  test.each<[string, unknown, string]>([
    ['neither time nor frequency', { weekdays: days }, 'time time-missing'],
    ['a time of one digit', { time: '6:10', weekdays: days }, 'time time-format'],
    ['24:00', { time: '24:00', weekdays: days }, 'time time-format'],
    ['06:60', { time: '06:60', weekdays: days }, 'time time-format'],
    ['seconds', { time: '06:10:00', weekdays: days }, 'time time-format'],
    ['a time followed by a line end', { time: '06:10\n', weekdays: days }, 'time time-format'],
    ['a number for a time', { time: 610, weekdays: days }, 'time time-format'],
    ['a day that no week has', { time, weekdays: ['lun'] }, 'weekdays weekdays-unknown'],
    ['weekdays as a text', { time, weekdays: 'mon' }, 'weekdays weekdays-unknown'],
    ['day 0', { time, dayOfMonth: 0 }, 'dayOfMonth day-of-month-range'],
    ['day 32', { time, dayOfMonth: 32 }, 'dayOfMonth day-of-month-range'],
    ['day "15"', { time, dayOfMonth: '15' }, 'dayOfMonth day-of-month-range'],
    ['month 13', { time, dayOfMonth: 1, month: 13 }, 'month month-range'],
    ['year 1999', { time, dayOfMonth: 1, month: 1, year: 1999 }, 'year year-range'],
    ['year 2101', { time, dayOfMonth: 1, month: 1, year: 2101 }, 'year year-range'],
    ['frequency 0', { everyMinutes: 0, weekdays: days }, 'everyMinutes frequency-range'],
    ['frequency -1', { everyMinutes: -1, weekdays: days }, 'everyMinutes frequency-range'],
    ['frequency 1441', { everyMinutes: 1441, weekdays: days }, 'everyMinutes frequency-range'],
    ['frequency 0.5', { everyMinutes: 0.5, weekdays: days }, 'everyMinutes frequency-range'],
    ['frequency "abc"', { everyMinutes: 'abc', weekdays: days }, 'everyMinutes frequency-range'],
    ['frequency NaN', { everyMinutes: Number.NaN, weekdays: days }, 'everyMinutes frequency-range'],
    ['an unknown field', { time, hour: 6 }, 'schedule unknown-field'],
    ['a text', 'lun 06:10', 'schedule not-a-schedule'],
    ['nothing', null, 'schedule not-a-schedule'],
    ['a list', [], 'schedule not-a-schedule'],
    [
      'a day of month together with weekdays',
      { time, dayOfMonth: 15, weekdays: days },
      'weekdays day-of-month-and-weekdays',
    ],
    ['a year without a month', { time, weekdays: days, year: 2027 }, 'year year-without-month'],
    ['a year and a day without a month', { time, dayOfMonth: 5, year: 2027 }, 'year year-without-month'],
    ['30 February', { time, dayOfMonth: 30, month: 2 }, 'dayOfMonth impossible-date'],
    ['31 April', { time, dayOfMonth: 31, month: 4 }, 'dayOfMonth impossible-date'],
    ['V8: 31/02/2026', { time, dayOfMonth: 31, month: 2, year: 2026 }, 'dayOfMonth impossible-date'],
    [
      '29 February of a common year',
      { time, dayOfMonth: 29, month: 2, year: 2027 },
      'dayOfMonth impossible-date',
    ],
    ['29 February 2100', { time, dayOfMonth: 29, month: 2, year: 2100 }, 'dayOfMonth impossible-date'],
    ['yesterday', { time, dayOfMonth: 4, month: 1, year: 2026 }, 'year past-date'],
    ['this very minute', { time: '11:00', dayOfMonth: 5, month: 1, year: 2026 }, 'year past-date'],
    ['weekdays of a month that is over', { time, weekdays: days, month: 12, year: 2025 }, 'year past-date'],
    ['no day of a month that is over', { time, month: 12, year: 2025 }, 'year past-date'],
    [
      'a frequency on a day that is over',
      { everyMinutes: 5, dayOfMonth: 4, month: 1, year: 2026 },
      'year past-date',
    ],
    [
      'all faults at once',
      { time: '6h10', weekdays: ['lun'], dayOfMonth: 40, month: 0, year: 26, everyMinutes: 0 },
      'time time-format, weekdays weekdays-unknown, dayOfMonth day-of-month-range, month month-range, ' +
        'year year-range, everyMinutes frequency-range',
    ],
    [
      'several rules at once',
      { time, weekdays: days, dayOfMonth: 15, year: 2020 },
      'weekdays day-of-month-and-weekdays, year year-without-month, year past-date',
    ],
  ])('%s', (_, input, refusals) => {
    expect(verdict(input)).toBe(refusals)
  })

  test('a fixed month is past once its last ticked day is, although the month goes on', () => {
    const input = { time: '06:10', weekdays: ['thu'], month: 1, year: 2026 }
    const afterLastThursday = { ...present, now: Temporal.Instant.from('2026-01-30T10:00:00Z') }
    expect(parseSchedule(input, afterLastThursday)).toMatchObject({
      ok: false,
      refusals: [{ code: 'past-date' }],
    })
  })

  test('the message says what to change, in both languages', () => {
    expect(accepted({ time: '06:10', dayOfMonth: 30, month: 2 })).toEqual([
      {
        field: 'dayOfMonth',
        code: 'impossible-date',
        message: {
          fr: 'Date inexistante : février finit le 29. Changez le jour ou le mois',
          en: 'Impossible date: February ends on day 29. Change the day or the month',
        },
      },
    ])
    expect(accepted({ time: '06:10', dayOfMonth: 29, month: 2, year: 2027 })).toMatchObject([
      { message: { fr: "Date inexistante : février 2027 finit le 28. Changez le jour ou l'année" } },
    ])
    expect(accepted({ time: '06:10', dayOfMonth: 15, weekdays: ['mon'] })).toMatchObject([
      { message: { fr: 'Choisissez un jour du mois ou des jours de semaine, pas les deux' } },
    ])
    expect(accepted({ time: '06:10', hour: 6 })).toMatchObject([
      { message: { fr: 'Champ inconnu : hour', en: 'Unknown field: hour' } },
    ])
  })
})
