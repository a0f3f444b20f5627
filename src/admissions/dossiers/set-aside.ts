import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { type Editor, recordEdit } from '../editing.ts'

/** What failed in batches of admissions and is tried again later, or put aside until somebody releases it (admissions.md 3.0, R3). */
export interface FailedUnit {
  readonly batch: string
  /** Such as `application:123`: no personal data. */
  readonly unit: string
  readonly attempts: number
  readonly error: string
  readonly failedAt: Date
  readonly nextTry: Date
  readonly quarantined: boolean
  readonly runId: number | null
  /** Whose dossier it is, where it is one's. */
  readonly accountId: number | null
  readonly dossierNo: string | null
}

export interface FailedUnitQuery {
  readonly batch: string | null
  readonly quarantined: boolean | null
  readonly after: string | null
  readonly size: number
}

/** By batch and unit, a page at a time. `next`: what to give as `after`. */
export async function readFailedUnits(
  db: Queryable,
  { batch, quarantined, after, size }: FailedUnitQuery,
): Promise<{ items: FailedUnit[]; next: string | null }> {
  const { rows } = await db.query<FailedUnit>(
    `with page as (
       select * from batch_unit_failure
       where batch_code in (select code from batch where application = 'admissions')
         and ($1::text is null or batch_code = $1)
         and ($2::boolean is null or (quarantined_at is not null) = $2)
         and ($3::text is null or batch_code || ' ' || unit_key > $3)
       order by batch_code || ' ' || unit_key limit $4
     ), known as (
       select page.*, split_part(unit_key, ':', 1) as kind,
              case when unit_key ~ '^[a-z]+:\\d{1,18}$' then split_part(unit_key, ':', 2)::bigint end as of_id
       from page
     )
     select batch_code as batch, unit_key as unit, attempts, last_error as error, failed_at as "failedAt",
            next_try as "nextTry", quarantined_at is not null as quarantined, run_id as "runId",
            account.id as "accountId", account.dossier_no as "dossierNo"
     from known
       left join admissions.application on kind = 'application' and application.id = of_id
       left join admissions.candidate
         on candidate.id = case when kind = 'candidate' then of_id else application.candidate_id end
       left join admissions.account
         on account.id = case when kind = 'account' then of_id else candidate.account_id end
     order by batch_code || ' ' || unit_key`,
    [batch, quarantined, after, size + 1],
  )
  const items = rows.slice(0, size)
  const last = items.at(-1)
  return { items, next: rows.length > size && last !== undefined ? `${last.batch} ${last.unit}` : null }
}

/** « Réessayer »: the unit starts anew at the next run of its batch. False: it is not there (any more). */
export async function releaseUnit(
  database: Database,
  editor: Editor,
  batch: string,
  unit: string,
): Promise<boolean> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ attempts: number; quarantined: boolean }>(
      `delete from batch_unit_failure
       where batch_code = $1 and unit_key = $2
         and batch_code in (select code from batch where application = 'admissions')
       returning attempts, quarantined_at is not null as quarantined`,
      [batch, unit],
    )
    const released = rows[0]
    if (released === undefined) return false
    await recordEdit(client, editor, {
      action: 'set-aside.released',
      subject: `unit:${batch}/${unit}`,
      before: { ...released },
      after: null,
    })
    return true
  })
}
