import type { Readable } from 'node:stream'
import { Readable as ReadableStream } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Queryable } from '../database.ts'
import { type AuditEntry, type AuditFilters, searchAudit } from './search-audit.ts'

const pageSize = 1_000
const columns = ['id', 'at', 'actor', 'action', 'subject', 'application', 'address', 'detail'] as const

/**
 * The entries that a search finds, newest first, as a CSV file in UTF-8 with its mark, separated by semicolons (what
 * spreadsheets of French universities open by a double click). A value that a spreadsheet would take for a formula
 * gets an apostrophe before it. Read page by page: memory does not grow with the trail.
 */
export function auditCsv(db: Queryable, filters: AuditFilters): Readable {
  const rows = ReadableStream.from(entries(db, filters))
  const csv = stringify({
    header: true,
    columns: [...columns],
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  })
  rows.on('error', (error) => csv.destroy(error))
  csv.on('close', () => rows.destroy())
  return rows.pipe(csv)
}

async function* entries(db: Queryable, filters: AuditFilters): AsyncGenerator<Record<string, unknown>> {
  let before: number | undefined
  for (;;) {
    const page: { items: AuditEntry[]; next: number | null } = await searchAudit(db, filters, {
      before,
      size: pageSize,
    })
    for (const entry of page.items) yield { ...entry, detail: JSON.stringify(entry.detail) }
    if (page.next === null) return
    before = page.next
  }
}
