import { Temporal } from 'temporal-polyfill'

/**
 * Where the program gets its time from. Everything that decides or records "now" takes a clock as a
 * parameter, so that a test can live through a year in a second and production can follow the
 * database's clock instead of the machine's.
 */
export interface Clock {
  /** The present instant. */
  now(): Temporal.Instant
  /**
   * Calls `action` once, at `instant` or as soon as possible when that is past; never before it.
   * Returns a function that forgets the call.
   */
  at(instant: Temporal.Instant, action: () => void): () => void
}

/** setTimeout counts in 31 bits: a longer wait is made of several. */
const longestTimeoutMs = 2_147_000_000

/**
 * A clock that adds `offsetMs()` (milliseconds, default 0) to the machine's time. The scheduler's
 * offset is what separates this machine from the database server, so that all nodes share one time.
 */
export function systemClock(offsetMs: () => number = () => 0): Clock {
  const nowMs = () => performance.timeOrigin + performance.now() + offsetMs()
  return {
    now: () => Temporal.Instant.fromEpochNanoseconds(BigInt(Math.round(nowMs() * 1000)) * 1000n),
    at(instant, action) {
      let timer: NodeJS.Timeout
      const arm = () => {
        const waitMs = instant.epochMilliseconds - nowMs()
        // A timer may fire a fraction early: it is armed again until the instant has really come.
        if (waitMs <= 0) timer = setTimeout(action, 0)
        else timer = setTimeout(arm, Math.min(Math.ceil(waitMs), longestTimeoutMs))
      }
      arm()
      return () => clearTimeout(timer)
    },
  }
}

/** The instant at which a command was given, for all that it does. Nothing can be waited for on it. */
export function standingClock(now: Temporal.Instant): Clock {
  return {
    now: () => now,
    at() {
      throw new Error('a standing clock calls nobody')
    },
  }
}

/** A clock that a test moves by hand. */
export interface ManualClock extends Clock {
  /** Moves to `instant`, calling on the way, in order and at their own time, the actions that fall due. */
  advanceTo(instant: Temporal.Instant | string): void
  /** Puts the clock to `instant`, forwards or backwards, calling nothing. */
  set(instant: Temporal.Instant | string): void
}

export function manualClock(start: Temporal.Instant | string): ManualClock {
  let now = Temporal.Instant.from(start)
  let waiting: { instant: Temporal.Instant; action: () => void }[] = []
  return {
    now: () => now,
    at(instant, action) {
      const entry = { instant, action }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    advanceTo(target) {
      const end = Temporal.Instant.from(target)
      for (;;) {
        const due = waiting
          .filter((entry) => Temporal.Instant.compare(entry.instant, end) <= 0)
          .sort((a, b) => Temporal.Instant.compare(a.instant, b.instant))[0]
        if (due === undefined) break
        waiting = waiting.filter((other) => other !== due)
        if (Temporal.Instant.compare(due.instant, now) > 0) now = due.instant
        due.action()
      }
      now = end
    },
    set(instant) {
      now = Temporal.Instant.from(instant)
    },
  }
}
