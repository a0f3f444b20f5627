import type { Queryable } from '../../platform/database.ts'
import type { FeedOutcome } from './feed-outcome.ts'
import type { FormationRecord } from './records.ts'

interface Known {
  readonly models: ReadonlyMap<string, number>
  readonly forms: ReadonlyMap<string, number>
}

/**
 * Makes formations ask for the attachments and forms that their records name, where they name any. A formation that was
 * otherwise the same is updated when these differ.
 */
export async function replaceLinks(
  client: Queryable,
  records: readonly FormationRecord[],
  outcomes: readonly FeedOutcome[],
  known: Known,
): Promise<FeedOutcome[]> {
  const changed = new Map<number, string[]>()
  for (const [table, column, member, ids] of [
    ['formation_attachment', 'model_id', 'attachments', known.models],
    ['formation_form', 'form_id', 'forms', known.forms],
  ] as const) {
    // The last record of a formation counts.
    const wanted = new Map<number, number[]>()
    for (const [at, record] of records.entries()) {
      const outcome = outcomes[at]!
      const codes = record[member]
      if (outcome.outcome === 'rejected' || codes === undefined) continue
      wanted.set(
        outcome.id,
        codes.map((code) => ids.get(code)!),
      )
    }
    if (wanted.size === 0) continue
    const pairs = [...wanted].flatMap(([formation, others]) =>
      [...new Set(others)].map((other) => ({ formation, other })),
    )
    const { rows } = await client.query<{ formation: number }>(
      `with wanted as (select formation, other from jsonb_to_recordset($2) as given (formation bigint, other bigint)),
       removed as (
         delete from admissions.${table}
         where formation_id = any ($1) and (formation_id, ${column}) not in (select formation, other from wanted)
         returning formation_id
       ),
       added as (
         insert into admissions.${table} (formation_id, ${column}) select formation, other from wanted
         on conflict do nothing returning formation_id
       )
       select distinct formation_id as formation from (table removed union all table added) as touched`,
      [[...wanted.keys()], JSON.stringify(pairs)],
    )
    for (const { formation } of rows) changed.set(formation, [...(changed.get(formation) ?? []), member])
  }
  return outcomes.map((one) => {
    const members = one.outcome === 'unchanged' ? changed.get(one.id) : undefined
    if (one.outcome !== 'unchanged' || members === undefined) return one
    return {
      ...one,
      outcome: 'updated' as const,
      changes: members.map((column) => ({ column, before: null, after: null })),
    }
  })
}
