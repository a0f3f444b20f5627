import type { Temporal } from 'temporal-polyfill'

/**
 * The academic year of a civil date, named after the civil year in which it begins: from month `firstMonth` on
 * (9: September) that year, before it the one before (health.md 2.5).
 */
export function academicYearOf(date: Temporal.PlainDate, firstMonth: number): number {
  return date.month >= firstMonth ? date.year : date.year - 1
}

/** Its first day, and the first day after it. */
export function boundsOf(
  year: number,
  firstMonth: number,
): { readonly from: string; readonly until: string } {
  const first = (of: number) => `${of}-${String(firstMonth).padStart(2, '0')}-01`
  return { from: first(year), until: first(year + 1) }
}
