import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { Locale } from '../../platform/text.ts'
import { durationSeconds, formatDuration } from './duration.ts'
import { describeRun, type RunState } from './run-line.ts'

const paris = 'Europe/Paris'

function line(state: RunState, begin: string | null, end: string | null, locale: Locale = 'fr'): string {
  const instant = (text: string | null) => (text === null ? null : Temporal.Instant.from(text))
  return describeRun({ state, begin: instant(begin), end: instant(end) }, locale, paris)
}

describe('the Dernière exécution column', () => {
  test('a finished run is state, begin, end without its date, duration', () => {
    expect(line('finished', '2017-07-21T05:00:24+02:00', '2017-07-21T05:15:34+02:00')).toBe(
      'FINISH - Deb : 21/07/2017 05:00:24 - Fin : 05:15:34 - Durée : 15min 10sec',
    )
    expect(line('finished', '2017-07-21T05:00:24+02:00', '2017-07-21T05:15:34+02:00', 'en')).toBe(
      'FINISH - Start: 21/07/2017 05:00:24 - End: 05:15:34 - Duration: 15min 10sec',
    )
  })

  test('the end bears its date when the civil day differs, however short the run', () => {
    expect(line('failed', '2026-01-05T23:59:58+01:00', '2026-01-06T00:00:03+01:00')).toBe(
      'ERROR - Deb : 05/01/2026 23:59:58 - Fin : 06/01/2026 00:00:03 - Durée : 00min 05sec',
    )
  })

  test('the civil day is that of the zone, not of UTC', () => {
    expect(line('finished', '2026-01-05T23:30:00Z', '2026-01-06T00:30:00Z')).toBe(
      'FINISH - Deb : 06/01/2026 00:30:00 - Fin : 01:30:00 - Durée : 60min 00sec',
    )
  })

  test('a running one is state and begin only', () => {
    expect(line('running', '2016-01-08T21:01:01+01:00', null)).toBe('RUNNING - Deb : 08/01/2016 21:01:01')
    expect(line('running', '2016-01-08T21:01:01+01:00', null, 'en')).toBe(
      'RUNNING - Start: 08/01/2016 21:01:01',
    )
  })

  test('one that never began is its state only', () => {
    expect(line('queued', null, null)).toBe('QUEUED')
    expect(line('cancelled', null, '2016-01-08T21:01:01+01:00')).toBe('CANCELLED')
    expect(line('skipped', null, null)).toBe('SKIPPED')
  })

  test('an interrupted one prints begin, end and duration', () => {
    expect(line('interrupted', '2026-01-05T01:00:00+01:00', '2026-01-05T01:00:00.9+01:00')).toBe(
      'INTERRUPT - Deb : 05/01/2026 01:00:00 - Fin : 01:00:00 - Durée : 00min 00sec',
    )
  })

  test('a batch that never ran has an empty cell', () => {
    expect(describeRun(null, 'fr', paris)).toBe('')
  })

  test('a run over the autumn change lasts what really passed, and is not negative', () => {
    expect(line('finished', '2026-10-25T02:50:00+02:00', '2026-10-25T02:10:00+01:00')).toBe(
      'FINISH - Deb : 25/10/2026 02:50:00 - Fin : 02:10:00 - Durée : 20min 00sec',
    )
  })
})

describe('durations', () => {
  test.each([
    [0, '00min 00sec'],
    [2, '00min 02sec'],
    [910, '15min 10sec'],
    [4607, '76min 47sec'],
    [6000, '100min 00sec'],
    [8104, '135min 04sec'],
    [26 * 3600, '1560min 00sec'],
  ])('%i seconds read %s: minutes never roll into hours', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  test.each([
    ['2026-01-05T10:00:00.900Z', '2026-01-05T10:00:01.100Z', 1],
    ['2026-01-05T10:00:00.100Z', '2026-01-05T10:00:00.900Z', 0],
    ['2026-01-05T10:00:00.999Z', '2026-01-05T11:40:00.000Z', 6000],
    ['2026-01-05T10:00:05.000Z', '2026-01-05T10:00:00.000Z', 0],
  ])('from %s to %s, each truncated to the second, is %i seconds', (begin, end, seconds) => {
    expect(durationSeconds(Temporal.Instant.from(begin), Temporal.Instant.from(end))).toBe(seconds)
  })
})
