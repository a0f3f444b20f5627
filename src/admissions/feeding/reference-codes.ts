import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import { where } from './codes.ts'
import { type RejectedRecord, unknownCode } from './feed-outcome.ts'

/** Tables of the information system (admissions.md 4.7) whose codes records name. */
export type ReferenceTable =
  | 'country'
  | 'dept'
  | 'commune'
  | 'regime'
  | 'status'
  | 'exemption'
  | 'bac'
  | 'bac_mention'
  | 'establishment'

/** A code that a record names: in which table, and the member that names it. */
export interface NamedCode {
  readonly table: ReferenceTable
  readonly path: string
  readonly code: string | null | undefined
}

/** Looks all codes of all records up, one read a table; then tells the first code of a record that is not there. */
export async function readReferenceCodes(
  client: Queryable,
  sisKind: SisKind,
  named: readonly NamedCode[],
): Promise<(ofOne: readonly NamedCode[]) => RejectedRecord | null> {
  const known = new Set<string>()
  const asked = Map.groupBy(
    named.filter(({ code }) => code != null),
    ({ table }) => table,
  )
  for (const [table, ofTable] of asked) {
    const { rows } = await client.query<{ code: string }>(
      `select code from admissions.siscol_${table} where sis_kind = $1 and code = any ($2)`,
      [sisKind, [...new Set(ofTable.map(({ code }) => code))]],
    )
    for (const { code } of rows) known.add(`${table} ${code}`)
  }
  return (ofOne) => {
    const missing = ofOne.find(({ table, code }) => code != null && !known.has(`${table} ${code}`))
    return missing === undefined ? null : unknownCode(missing.path, missing.code!, where.reference)
  }
}
