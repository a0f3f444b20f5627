import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/**
 * What an answer means for the pre-registration (admissions.md 3.4): a confirmed application whose decision type pours has one
 * to pour; a withdrawal takes back one that was never poured, and has one that was poured withdrawn in the target too.
 * `pours`: the type of the latest decision pours, and pre-registrations are used.
 */
export async function keepOpiInStep(
  db: Queryable,
  {
    applicationId,
    accepted,
    pours,
    now,
  }: {
    readonly applicationId: number
    readonly accepted: boolean
    readonly pours: boolean
    readonly now: Temporal.Instant
  },
): Promise<void> {
  if (accepted) {
    if (!pours) return
    // One that stands for an earlier withdrawal is poured anew; one that is poured, or about to be, stays as it is.
    await db.query(
      `insert into admissions.opi (application_id, created_at, changed_at) values ($1, $2, $2)
       on conflict (application_id) do update
         set state = 'to-pour', wanted = 'pour', ${fresh}, changed_at = $2, version = opi.version + 1
         where opi.wanted = 'withdraw' or opi.state = 'withdrawn'`,
      [applicationId, now.toString()],
    )
    return
  }
  // Once the target was called with it, it may be there, whatever became of the call: then it has to be withdrawn.
  await db.query(
    `delete from admissions.opi where application_id = $1 and poured_at is null and called_at is null`,
    [applicationId],
  )
  await db.query(
    `update admissions.opi
     set state = 'to-withdraw', wanted = 'withdraw', ${fresh}, changed_at = $2, version = opi.version + 1
     where application_id = $1 and wanted = 'pour'`,
    [applicationId, now.toString()],
  )
}

/** Failures of the other direction are over. */
const fresh = 'attempts = 0, cause = null, cause_detail = null, next_try = null, quarantined_at = null'
