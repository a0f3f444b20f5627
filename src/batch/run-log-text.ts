import { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import type { Locale } from '../platform/text.ts'
import { type RunLine, readRunLines } from './read-run.ts'
import { formatDateTime } from './schedule/run-line.ts'

/** Lines read, and written, at a time. */
const chunk = 1_000

const words: Readonly<Record<RunLine['level'], Readonly<Record<Locale, string>>>> = {
  info: { fr: '', en: '' },
  warn: { fr: 'ATTENTION - ', en: 'WARNING - ' },
  error: { fr: 'ERREUR - ', en: 'ERROR - ' },
}

/** The log of a run as text, `05/01/2026 22:30:00 - message` a line, in pieces; times are civil times of `zone`. */
export async function* runLogText(
  db: Queryable,
  runId: number,
  { locale, zone }: { readonly locale: Locale; readonly zone: string },
): AsyncGenerator<string> {
  let afterSeq = 0
  for (;;) {
    const lines = await readRunLines(db, runId, { afterSeq, limit: chunk })
    if (lines.length > 0) yield lines.map(text).join('')
    if (lines.length < chunk) return
    afterSeq = lines.at(-1)!.seq
  }

  function text({ at, level, message }: RunLine): string {
    return `${formatDateTime(Temporal.Instant.from(at), zone)} - ${words[level][locale]}${message}\n`
  }
}
