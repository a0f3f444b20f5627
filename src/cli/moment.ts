import { Temporal } from 'temporal-polyfill'
import type { RunRecord } from '../batch/run-record.ts'
import { describeRun, formatDateTime } from '../batch/schedule/run-line.ts'
import type { Locale } from '../platform/text.ts'

/** `21/07/2017 05:00:24` in the establishment's zone, from an ISO instant; empty for none. */
export function moment(iso: string | null, zone: string): string {
  return iso === null ? '' : formatDateTime(Temporal.Instant.from(iso), zone)
}

/** The line that users know: `FINISH - Deb : … - Fin : … - Durée : …`. */
export function runLine(run: RunRecord | null, locale: Locale, zone: string): string {
  if (run === null) return ''
  return describeRun(
    {
      state: run.state,
      begin: run.startedAt === null ? null : Temporal.Instant.from(run.startedAt),
      end: run.endedAt === null ? null : Temporal.Instant.from(run.endedAt),
    },
    locale,
    zone,
  )
}
