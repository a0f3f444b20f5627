import { useDates } from '../../lib/dates.ts'

/** `05/03/2026` of the civil date `2026-03-05`; a dash for none. */
export function CivilDay({ date }: { readonly date: string | null }) {
  const day = useCivilDay()
  if (date === null) return <span aria-hidden="true">–</span>
  return (
    <time dateTime={date} style={{ whiteSpace: 'nowrap' }}>
      {day(date)}
    </time>
  )
}

/** The same as a text. Noon is of that day in every zone where a university stands. */
export function useCivilDay(): (date: string) => string {
  const dates = useDates()
  return (date) => dates.date(`${date}T12:00:00Z`)
}
