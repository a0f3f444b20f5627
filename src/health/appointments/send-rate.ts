/** Sends so many in any minute and no more; instants are epoch milliseconds. */
export interface SendRate {
  /** When the next mail may leave: now, or later. */
  nextAt(now: number): number
  sent(at: number): void
}

const minuteMs = 60_000

/** At most `perMinute` sends in any 60 seconds: a burst, then as places become free. */
export function sendRate(perMinute: number): SendRate {
  /** The latest sends, oldest first; as many as count. */
  const latest: number[] = []
  return {
    nextAt(now) {
      return latest.length < perMinute ? now : Math.max(now, latest[0]! + minuteMs)
    },
    sent(at) {
      latest.push(at)
      if (latest.length > perMinute) latest.shift()
    },
  }
}
