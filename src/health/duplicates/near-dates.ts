/**
 * Whether two different civil dates are *near* (health.md 2.6): one digit of `ddMMyyyy` differs, or day and month are
 * exchanged in the same year. Dates are numbers such as 20050314.
 */
export function areNear(a: number, b: number): boolean {
  if (a === b) return false
  const year = Math.floor(a / 10_000)
  const sameYear = year === Math.floor(b / 10_000)
  if (sameYear && (a % 100) * 100 + (Math.floor(a / 100) % 100) === b % 10_000) return true

  let different = 0
  for (let restA = a, restB = b; restA > 0 || restB > 0; ) {
    if (restA % 10 !== restB % 10 && ++different > 1) return false
    restA = Math.floor(restA / 10)
    restB = Math.floor(restB / 10)
  }
  return different === 1
}

/** `2005-03-14` as 20050314. */
export function dateNumber(date: string): number {
  return Number(date.replaceAll('-', ''))
}
