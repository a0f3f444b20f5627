import { type Instant, useDates } from '../lib/dates.ts'
import { useNow } from './now.ts'

interface MomentProps {
  /** Null or absent: a dash. */
  readonly at: Instant | null | undefined
}

/** `21/07/2017 05:00:24`, in the establishment's zone. */
export function DateTime({ at, seconds = true }: MomentProps & { readonly seconds?: boolean }) {
  const dates = useDates()
  if (at === null || at === undefined) return <Dash />
  return (
    <time dateTime={iso(at)} style={{ whiteSpace: 'nowrap' }}>
      {seconds ? dates.dateTime(at) : dates.dateMinute(at)}
    </time>
  )
}

/** `05/03/2026` of the civil date `2026-03-05`. */
export function CivilDay({ date }: { readonly date: string | null }) {
  const dates = useDates()
  if (date === null) return <Dash />
  return (
    <time dateTime={date} style={{ whiteSpace: 'nowrap' }}>
      {dates.civil(date)}
    </time>
  )
}

/** `il y a 3 min`, with the exact moment on hover. */
export function RelativeTime({ at }: MomentProps) {
  const dates = useDates()
  const now = useNow()
  if (at === null || at === undefined) return <Dash />
  return (
    <time dateTime={iso(at)} title={dates.dateTime(at)} style={{ whiteSpace: 'nowrap' }}>
      {dates.relative(at, now)}
    </time>
  )
}

/** `15 min 10 s` */
export function Duration({ ms }: { readonly ms: number | null | undefined }) {
  const dates = useDates()
  if (ms === null || ms === undefined) return <Dash />
  return <span style={{ whiteSpace: 'nowrap' }}>{dates.duration(ms)}</span>
}

/** `1,4 Mo` */
export function FileSize({ bytes }: { readonly bytes: number | null | undefined }) {
  const dates = useDates()
  if (bytes === null || bytes === undefined) return <Dash />
  return <span style={{ whiteSpace: 'nowrap' }}>{dates.size(bytes)}</span>
}

function Dash() {
  return <span aria-hidden="true">–</span>
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}
