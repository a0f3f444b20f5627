import type { Temporal } from 'temporal-polyfill'
import { type Clock, systemClock } from '../../src/platform/clock.ts'

/** The machine's clock, moved so that a chosen instant comes soon. Plans are to the minute; a bench is not. */
export interface ShiftedClock extends Clock {
  readonly offsetMs: number
  /** From now on the clock reads what it would if `instant` were `inMs` away. */
  approach(instant: Temporal.Instant, inMs: number): void
}

export function shiftedClock(offsetMs = 0): ShiftedClock {
  let offset = offsetMs
  const clock = systemClock(() => offset)
  return {
    now: clock.now,
    at: clock.at,
    get offsetMs() {
      return offset
    },
    approach(instant, inMs) {
      offset += instant.epochMilliseconds - inMs - clock.now().epochMilliseconds
    },
  }
}
