import type { Readable } from 'node:stream'
import { Readable as ReadableStream } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Queryable } from '../database.ts'
import { sheetMoment } from '../sheet-moment.ts'
import type { Locale } from '../text.ts'
import { type AuditEntry, type AuditFilters, searchAudit } from './search-audit.ts'

const pageSize = 1_000
const columns = {
  id: { fr: 'Numéro', en: 'Number' },
  at: { fr: 'Date et heure', en: 'Date and time' },
  actor: { fr: 'Auteur', en: 'Actor' },
  action: { fr: 'Action', en: 'Action' },
  subject: { fr: 'Objet', en: 'Subject' },
  application: { fr: 'Application', en: 'Application' },
  address: { fr: 'Adresse', en: 'Address' },
  detail: { fr: 'Détail', en: 'Detail' },
} as const

/**
 * The entries that a search finds, newest first, as a CSV file in UTF-8 with its mark, for spreadsheets: a French one
 * opens French headers, semicolons and dates as they are written there, in civil time of `zone`. A value that a spreadsheet would take for a formula
 * gets an apostrophe before it. Read page by page: memory does not grow with the trail.
 */
export function auditCsv(
  db: Queryable,
  filters: AuditFilters,
  { locale, zone }: { readonly locale: Locale; readonly zone: string },
): Readable {
  const rows = ReadableStream.from(entries(db, filters, (at) => sheetMoment(at, locale, zone)))
  const csv = stringify({
    header: true,
    columns: Object.entries(columns).map(([key, name]) => ({ key, header: name[locale] })),
    delimiter: locale === 'fr' ? ';' : ',',
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  })
  rows.on('error', (error) => csv.destroy(error))
  csv.on('close', () => rows.destroy())
  return rows.pipe(csv)
}

async function* entries(
  db: Queryable,
  filters: AuditFilters,
  moment: (at: string) => string,
): AsyncGenerator<Record<string, unknown>> {
  let before: number | undefined
  for (;;) {
    const page: { items: AuditEntry[]; next: number | null } = await searchAudit(db, filters, {
      before,
      size: pageSize,
    })
    for (const entry of page.items)
      yield { ...entry, at: moment(entry.at), detail: JSON.stringify(entry.detail) }
    if (page.next === null) return
    before = page.next
  }
}
