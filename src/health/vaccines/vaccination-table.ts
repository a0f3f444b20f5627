import type { FedTable } from '../../exchange/feeding/fed-table.ts'
import type { Queryable } from '../../platform/database.ts'

export const vaccinationTable: FedTable = {
  name: 'vaccination',
  columns: [
    { name: 'student_id', type: 'bigint' },
    { name: 'vaccine_id', type: 'bigint' },
    { name: 'given_on', type: 'date' },
    { name: 'batch_number', type: 'text' },
    { name: 'booster', type: 'boolean' },
    { name: 'entered_by', type: 'text' },
  ],
}

export type VaccineKey = { readonly id: number } | { readonly source: string; readonly externalId: string }

/** Ids of vaccines, one statement for all keys, in their order; null for one that is not known. */
export async function findVaccines(db: Queryable, keys: readonly VaccineKey[]): Promise<(number | null)[]> {
  const { rows } = await db.query<{ id: number | null }>(
    `select vaccine.id
     from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as given (id, source, external_id, at)
     left join vaccine on vaccine.id = given.id
       or (vaccine.source = given.source and vaccine.external_id = given.external_id)
     order by at`,
    [
      keys.map((key) => ('id' in key ? key.id : null)),
      keys.map((key) => ('id' in key ? null : key.source)),
      keys.map((key) => ('id' in key ? null : key.externalId)),
    ],
  )
  return rows.map(({ id }) => id)
}
