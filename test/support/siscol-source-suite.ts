import { expect, test } from 'vitest'
import { checkRow } from '../../src/admissions/siscol/check-row.ts'
import type { SiscolSource } from '../../src/admissions/siscol/source/siscol-source.ts'
import { referenceTable } from '../../src/admissions/siscol/tables.ts'

/** A source whose department 054 and 075, and country FRANCE 100, are as in `apogeeRows`. */
export interface PreparedSource {
  readonly source: SiscolSource
  /** Of this system, a table that it lacks. */
  readonly lacks: string
  readonly version: string
}

/** Rows as they would be kept, by column. */
export async function keptRows(source: SiscolSource, code: string): Promise<Record<string, unknown>[]> {
  const table = referenceTable(code)!
  const rows = await source.read(table)
  if (rows === null) throw new Error(`there is no ${code}`)
  const kept: Record<string, unknown>[] = []
  for await (const row of rows) {
    const { values, cause } = checkRow(table, row)
    expect(cause).toBeNull()
    kept.push(Object.fromEntries(table.columns.map(({ name }, index) => [name, values[index]])))
  }
  return kept
}

/** What every kind of source does. */
export function siscolSourceSuite(prepared: () => PreparedSource): void {
  test('gives the rows of a table by our columns, twice the same', async () => {
    const { source } = prepared()
    const departments = [
      { code: '054', label: 'Meurthe-et-Moselle', short_label: null, in_service: true },
      { code: '075', label: 'Paris', short_label: null, in_service: true },
    ]
    for (let time = 0; time < 2; time++)
      expect(
        (await keptRows(source, 'dept')).toSorted((a, b) => (String(a.code) < String(b.code) ? -1 : 1)),
      ).toEqual(departments)
    expect(await keptRows(source, 'country')).toMatchObject([
      { code: '100', label: 'FRANCE', nationality: 'FRANÇAIS(E)', in_service: true },
    ])
  })

  test('says that it has no such table, and which version it is', async () => {
    const { source, lacks, version } = prepared()
    expect(await source.read(referenceTable(lacks)!)).toBeNull()
    expect(await source.version()).toBe(version)
  })

  test('a reader who stops early can go on with another table', async () => {
    const { source } = prepared()
    for await (const _ of (await source.read(referenceTable('dept')!))!) break
    expect(await keptRows(source, 'country')).toHaveLength(1)
  })
}
