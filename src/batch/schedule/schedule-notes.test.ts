import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { instantNote } from './instant-note.ts'
import type { Schedule } from './schedule.ts'
import { scheduleNotes } from './schedule-notes.ts'
import { planned } from './test-schedule.ts'

const paris = 'Europe/Paris'
const notes = (fields: Partial<Schedule>, zone = paris) =>
  scheduleNotes(planned(fields), zone).map((note) => note.fr)
const note = (fields: Partial<Schedule>, at: string, zone = paris) =>
  instantNote(planned(fields), Temporal.Instant.from(at), zone)?.fr ?? null

test('an ordinary schedule needs no note', () => {
  expect(notes({ time: '22:30', weekdays: ['mon'] })).toEqual([])
  expect(notes({ dayOfMonth: 15 })).toEqual([])
})

test('without a day ticked the batch never starts by itself', () => {
  expect(notes({ time: '06:10' })[0]).toContain('ne démarre jamais de lui-même')
})

test('months without that day are skipped', () => {
  expect(notes({ dayOfMonth: 31 })).toEqual(['Les mois sans 31 sont sautés.'])
  expect(notes({ dayOfMonth: 30 })).toEqual(['Février est sauté.'])
  expect(notes({ dayOfMonth: 29 })).toEqual(['Février est sauté, sauf les années bissextiles.'])
})

test('29 February comes in leap years only', () => {
  expect(notes({ dayOfMonth: 29, month: 2 })).toEqual(['Années bissextiles seulement.'])
  expect(notes({ dayOfMonth: 29, month: 2, year: 2028 })).toEqual([])
})

test('a frequency counts from one start to the next', () => {
  expect(notes({ everyMinutes: 15, weekdays: ['sat'] })[0]).toContain("15 minutes d'un début à l'autre")
})

test('an hour at which clocks change says so, in zones whose clocks do', () => {
  expect(notes({ time: '02:30', weekdays: ['sun'] })[0]).toContain("changements d'heure")
  expect(notes({ time: '01:59', weekdays: ['sun'] })).toEqual([])
  expect(notes({ time: '03:00', weekdays: ['sun'] })).toEqual([])
  expect(notes({ time: '02:30', weekdays: ['sun'] }, 'UTC')).toEqual([])
  expect(notes({ time: '01:30', weekdays: ['sun'] }, 'America/New_York')[0]).toContain("changements d'heure")
})

test('the night of spring says at which time the run comes instead', () => {
  expect(note({ time: '02:30', weekdays: ['sun'] }, '2026-03-29T01:00:00Z')).toBe(
    "Changement d'heure : 02h30 n'existe pas ce jour-là, démarre à 03h00.",
  )
})

test('the night of autumn says that the first of the two counts', () => {
  expect(note({ time: '02:30', weekdays: ['sun'] }, '2026-10-25T00:30:00Z')).toBe(
    "Changement d'heure : 02h30 vient deux fois ce jour-là, démarre la première fois seulement.",
  )
})

test('any other night has no note, nor has a frequency', () => {
  expect(note({ time: '02:30', weekdays: ['sun'] }, '2026-03-22T01:30:00Z')).toBeNull()
  expect(note({ everyMinutes: 30, weekdays: ['sun'] }, '2026-03-29T01:00:00Z')).toBeNull()
})
