import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type DuePlan, decideDue } from './due-decision.ts'
import { weekdays } from './schedule/schedule.ts'

const daily: DuePlan = {
  schedule: { time: '22:30', weekdays, dayOfMonth: null, month: null, year: null, everyMinutes: null },
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  zone: 'Europe/Paris',
  cursor: Temporal.Instant.from('2026-01-05T19:00:00Z'),
  previousStart: null,
}

function decided(plan: DuePlan, now: string) {
  const { run, missed, next } = decideDue(plan, Temporal.Instant.from(now))
  return {
    run: run && `${run.trigger} ${run.dueAt}`,
    missed: missed && `${missed.count}: ${missed.first} to ${missed.latest}`,
    next: next?.toString() ?? null,
  }
}

test('a due instant within the last minute is on time', () => {
  expect(decided(daily, '2026-01-05T21:30:30Z')).toEqual({
    run: 'schedule 2026-01-05T21:30:00Z',
    missed: null,
    next: '2026-01-06T21:30:00Z',
  })
})

test('V10: down from 20:00 to 08:00, the run of 22:30 is caught up', () => {
  expect(decided(daily, '2026-01-06T07:00:00Z')).toEqual({
    run: 'catch-up 2026-01-05T21:30:00Z',
    missed: null,
    next: '2026-01-06T21:30:00Z',
  })
})

test('V11: of three missed, the newest is caught up and the two older ones are told', () => {
  expect(decided(daily, '2026-01-08T07:00:00Z')).toEqual({
    run: 'catch-up 2026-01-07T21:30:00Z',
    missed: '2: 2026-01-05T21:30:00Z to 2026-01-06T21:30:00Z',
    next: '2026-01-08T21:30:00Z',
  })
})

test('what is later than the window is told and not run', () => {
  expect(decided(daily, '2026-01-06T10:00:00Z')).toEqual({
    run: null,
    missed: '1: 2026-01-05T21:30:00Z to 2026-01-05T21:30:00Z',
    next: '2026-01-06T21:30:00Z',
  })
})

test('a batch that skips what it missed tells all of it', () => {
  expect(decided({ ...daily, catchUp: { policy: 'skip' } }, '2026-01-08T07:00:00Z')).toMatchObject({
    run: null,
    missed: '3: 2026-01-05T21:30:00Z to 2026-01-07T21:30:00Z',
  })
})

test('nothing is due before its instant', () => {
  expect(decided(daily, '2026-01-05T21:29:59.999Z')).toEqual({
    run: null,
    missed: null,
    next: '2026-01-05T21:30:00Z',
  })
})

const every15: DuePlan = {
  ...daily,
  schedule: { ...daily.schedule, everyMinutes: 15 },
  cursor: Temporal.Instant.from('2026-01-05T09:00:05Z'),
  previousStart: Temporal.Instant.from('2026-01-05T09:00:05Z'),
}

test('V15: every 15 minutes from a start at 10:00:05, at 10:15 no, at 10:16 yes', () => {
  expect(decided(every15, '2026-01-05T09:15:00Z').run).toBeNull()
  expect(decided(every15, '2026-01-05T09:16:00Z')).toEqual({
    run: 'schedule 2026-01-05T09:15:05Z',
    missed: null,
    next: '2026-01-05T09:31:00Z',
  })
})

test('the slots of a frequency that passed unseen are not made up for', () => {
  expect(decided(every15, '2026-01-05T12:00:00Z')).toMatchObject({
    run: 'schedule 2026-01-05T11:45:05Z',
    missed: null,
  })
})

test('a frequency whose days are over does not start', () => {
  const saturdays: DuePlan = {
    ...every15,
    schedule: { ...every15.schedule, weekdays: ['sat'] },
    cursor: Temporal.Instant.from('2026-01-10T21:59:00Z'),
    previousStart: Temporal.Instant.from('2026-01-10T21:50:00Z'),
  }
  expect(decided(saturdays, '2026-01-12T10:00:00Z')).toMatchObject({
    run: null,
    next: '2026-01-16T23:00:00Z',
  })
})
