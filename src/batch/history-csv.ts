import { stringify } from 'csv-stringify/sync'
import { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import { sheetMoment } from '../platform/sheet-moment.ts'
import type { Locale } from '../platform/text.ts'
import { describeDetail } from './detail-words.ts'
import { type HistoryFilter, readHistory } from './history.ts'
import { describeReason } from './run-reason.ts'
import type { RunRecord } from './run-record.ts'
import { stateCodes } from './run-state.ts'
import { durationSeconds } from './schedule/duration.ts'

/** Rows read, and written, at a time: memory does not grow with the history. */
const chunk = 1_000

/**
 * The history as a CSV file for spreadsheets, newest first, in pieces of text: a French one opens French headers, semicolons
 * and dates as they are written there. Times are civil times of `zone`. A cell that a spreadsheet would take for a
 * formula is neutralised with an apostrophe.
 */
export async function* historyCsv(
  db: Queryable,
  filter: HistoryFilter,
  options: { readonly locale: Locale; readonly zone: string },
): AsyncGenerator<string> {
  const { locale, zone } = options
  const write = (rows: readonly (readonly (string | number | null)[])[]) =>
    stringify(rows as (string | number | null)[][], {
      delimiter: locale === 'fr' ? ';' : ',',
      record_delimiter: 'windows',
      escape_formulas: true,
    })
  // The mark by which spreadsheets know UTF-8.
  yield `\uFEFF${write([columns.map((column) => column.name[locale])])}`
  let before: number | undefined
  for (;;) {
    const page = await readHistory(db, filter, { size: chunk, ...(before === undefined ? {} : { before }) })
    if (page.runs.length > 0)
      yield write(page.runs.map((run) => columns.map((column) => column.value(run, { locale, zone }))))
    if (page.next === null) return
    before = page.next
  }
}

interface Column {
  readonly name: Readonly<Record<Locale, string>>
  value(run: RunRecord, options: { locale: Locale; zone: string }): string | number | null
}

const columns: readonly Column[] = [
  { name: { fr: 'Numéro', en: 'Number' }, value: (run) => run.id },
  { name: { fr: 'Batch', en: 'Batch' }, value: (run) => run.batchCode },
  { name: { fr: 'Application', en: 'Application' }, value: (run) => run.application },
  { name: { fr: 'Statut', en: 'State' }, value: (run) => stateCodes[run.state] },
  {
    name: { fr: 'Origine', en: 'Origin' },
    value: (run, { locale }) => triggerWords[run.trigger][locale],
  },
  { name: { fr: 'Échéance', en: 'Due' }, value: (run, options) => moment(run.dueAt, options) },
  { name: { fr: 'Date demande', en: 'Queued' }, value: (run, options) => moment(run.queuedAt, options) },
  { name: { fr: 'Date début', en: 'Start' }, value: (run, options) => moment(run.startedAt, options) },
  { name: { fr: 'Date fin', en: 'End' }, value: (run, options) => moment(run.endedAt, options) },
  { name: { fr: 'Durée (s)', en: 'Duration (s)' }, value: seconds },
  { name: { fr: 'Demandé par', en: 'Requested by' }, value: (run) => run.requestedBy },
  { name: { fr: 'Serveur', en: 'Node' }, value: (run) => run.nodeName },
  {
    name: { fr: 'Motif', en: 'Reason' },
    value: ({ reason }, { locale, zone }) => (reason === null ? null : describeReason(reason, zone)[locale]),
  },
  { name: { fr: 'Erreur', en: 'Error' }, value: (run) => run.error },
  {
    name: { fr: 'Détail', en: 'Detail' },
    value: ({ detail }, { locale }) => (detail === null ? null : describeDetail(detail, locale)),
  },
]

/** The words of the « Origine » column, those of the screen. */
const triggerWords: Readonly<Record<RunRecord['trigger'], Readonly<Record<Locale, string>>>> = {
  schedule: { fr: 'programmé', en: 'scheduled' },
  manual: { fr: 'immédiat', en: 'immediate' },
  'catch-up': { fr: 'rattrapage', en: 'catch-up' },
  cli: { fr: 'ligne de commande', en: 'command line' },
  api: { fr: 'API', en: 'API' },
  file: { fr: 'dépôt de fichier', en: 'dropped file' },
  retry: { fr: 'reprise automatique', en: 'automatic retry' },
}

function seconds({ startedAt, endedAt }: RunRecord): number | null {
  if (startedAt === null || endedAt === null) return null
  return durationSeconds(Temporal.Instant.from(startedAt), Temporal.Instant.from(endedAt))
}

function moment(iso: string | null, { locale, zone }: { locale: Locale; zone: string }): string | null {
  return iso === null ? null : sheetMoment(iso, locale, zone)
}
