/**
 * Days of the establishment as instants, for filters « du … au … »: a day begins at midnight of the establishment's
 * clocks, whatever the browser's zone. `day` is `YYYY-MM-DD`, as inputs of type date give it; an invalid one gives
 * undefined.
 */
export function startOfDay(day: string, timeZone: string): string | undefined {
  const utc = utcMidnight(day, 0)
  return utc === undefined ? undefined : instantOf(utc, timeZone)
}

/** The instant at which the day after begins: to be used as an excluded end. */
export function endOfDay(day: string, timeZone: string): string | undefined {
  const utc = utcMidnight(day, 1)
  return utc === undefined ? undefined : instantOf(utc, timeZone)
}

function utcMidnight(day: string, daysLater: number): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return undefined
  const time = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + daysLater)
  return Number.isNaN(time) ? undefined : time
}

/** Twice, because the offset is asked for at an instant that is only known once the offset is. */
function instantOf(utc: number, timeZone: string): string {
  const first = utc - offsetAt(utc, timeZone)
  return new Date(utc - offsetAt(first, timeZone)).toISOString()
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((each) => each.type === type)?.value)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - Math.floor(instant / 1_000) * 1_000
}
