import { expect, test } from 'vitest'
import { moveFault } from './appointment-state.ts'
import { reminderStanding, type StandingFacts } from './reminder-standing.ts'
import { sendRate } from './send-rate.ts'
import { cancellationUrl } from './settings.ts'
import { waitingLine } from './waiting-line.ts'

test('no more than so many in any minute, wherever it begins', () => {
  const rate = sendRate(2)
  expect(rate.nextAt(0)).toBe(0)
  rate.sent(0)
  rate.sent(50_000)
  expect(rate.nextAt(50_000)).toBe(60_000)
  rate.sent(60_000)
  expect(rate.nextAt(60_000)).toBe(110_000)
  expect(rate.nextAt(120_000)).toBe(120_000)
})

test('the line: those never tried go on while others wait their time; nobody during a pause', () => {
  const line = waitingLine([1, 2])
  line.take(line.next(0)!.id)
  line.later(1, 60)
  expect(line.next(0)).toEqual({ id: 2, at: 0 })
  line.pause(30)
  expect(line.next(0)).toEqual({ id: 2, at: 30 })
  expect(line.next(70)).toEqual({ id: 1, at: 60 })
  line.take(2)
  expect(line.next(40)).toEqual({ id: 1, at: 60 })
  line.take(1)
  expect(line.next(70)).toBeNull()
})

test('what an appointment may become', () => {
  expect(moveFault('requested', 'confirmed', false)).toBeNull()
  expect(moveFault('confirmed', 'missed', false)).toBe('not-begun')
  expect(moveFault('confirmed', 'missed', true)).toBeNull()
  expect(moveFault('cancelled', 'honoured', true)).toBe('not-allowed')
})

test('where a reminder stands', () => {
  const facts: StandingFacts = {
    state: 'confirmed',
    startsAt: new Date('2026-03-11T23:30:00Z'),
    reminded: true,
    days: 2,
    email: 'testun@example.org',
    reminder: null,
    sentAt: null,
    error: null,
    runId: null,
  }
  const kind = (changes: Partial<StandingFacts>, now = '2026-03-09T06:30:00Z') =>
    reminderStanding({ ...facts, ...changes }, { now, timeZone: 'Europe/Paris' })
  // Thursday in Paris: from Tuesday on.
  expect(kind({})).toMatchObject({ kind: 'to-come', from: '2026-03-10' })
  expect(kind({ email: 'a@b' }).kind).toBe('no-mail')
  expect(kind({ reminded: false }).kind).toBe('none')
  expect(kind({ state: 'cancelled' }).kind).toBe('none')
  expect(kind({}, '2026-03-11T22:00:00Z').kind).toBe('none')
  expect(kind({ reminder: 'withdrawn' }).kind).toBe('to-come')
  expect(kind({ reminder: 'unknown', runId: 4 })).toMatchObject({ kind: 'doubtful', runId: 4 })
  expect(kind({ reminder: 'sent', sentAt: new Date('2026-03-10T06:30:00Z') })).toMatchObject({
    kind: 'sent',
    sentAt: '2026-03-10T06:30:00.000Z',
  })
})

test.each([
  ['https://rdv.example.org/annuler?rdv={reference}', true],
  ['https://rdv.example.org/{reference}/annuler', true],
  ['https://rdv.example.org/annuler', false],
  ['http://rdv.example.org/{reference}', false],
  ['javascript:{reference}', false],
  ['https://rdv.example.org/{reference}\nBcc', false],
])('cancellation address %j: %s', (url, allowed) => {
  expect(cancellationUrl.schema.safeParse(url).success).toBe(allowed)
})
