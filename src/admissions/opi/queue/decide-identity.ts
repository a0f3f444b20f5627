import type { Temporal } from 'temporal-polyfill'
import { type Database, transaction } from '../../../platform/database.ts'
import { refused } from '../../../platform/edit-refusal.ts'
import type { Settings } from '../../../platform/settings.ts'
import { type Editor, recordEdit } from '../../editing.ts'
import { planCandidate } from '../pouring/plan-candidate.ts'
import { readCandidates } from '../pouring/read-candidates.ts'
import { readOptions } from '../pouring/read-options.ts'
import type { OpiCandidate } from '../record/candidate.ts'
import type { FoundRecord, OpiTarget } from '../target/opi-target.ts'

/** A candidate beside the records of the target that may be theirs, as they are there now. */
export interface Matches {
  readonly candidate: OpiCandidate
  readonly records: readonly FoundRecord[]
}

export async function findMatches(
  {
    database,
    settings,
    target,
    today,
  }: {
    readonly database: Database
    readonly settings: Settings
    readonly target: OpiTarget
    readonly today: string
  },
  applicationId: number,
): Promise<Matches | null> {
  const { rows: found } = await database.pool.query<{ id: number }>(
    `select p.candidate_id as id from admissions.application p join admissions.opi o on o.application_id = p.id
     where p.id = $1`,
    [applicationId],
  )
  if (found[0] === undefined) return null
  const [read] = await readCandidates(database.pool, [found[0].id])
  if (read === undefined) return null
  const { candidate, rows } = read
  const options = await readOptions(database.pool, settings, today)
  const { keys } = planCandidate({ ...candidate, apartIds: [] }, rows, options)
  const records = (await target.readBack([keys])).get(candidate.candidateId) ?? []
  return { candidate, records }
}

/** `attach`: this record is the candidate's. `apart`: all of these are somebody else's. */
export type IdentityDecision =
  | { readonly decision: 'attach'; readonly recordId: string }
  | { readonly decision: 'apart' }

/**
 * Decides on namesakes (admissions.md 3.4, case 52), among the records that the target has at this moment; the candidate's errors
 * wait again.
 */
export async function decideIdentity(
  database: Database,
  editor: Editor,
  { candidate, records }: Matches,
  asked: IdentityDecision,
  now: Temporal.Instant,
): Promise<void> {
  const { candidateId } = candidate
  const wanted = asked.decision === 'attach' ? asked.recordId : null
  const attached = records.find(({ recordId }) => recordId === wanted) ?? null
  if (wanted !== null && attached === null)
    throw refused('REQUEST_REFUSED', {
      fr: 'Cette fiche n’est plus parmi celles qui correspondent : relisez-les.',
      en: 'This record no longer is among those that match: read them again.',
    })
  const apart =
    attached === null ? records.filter(({ by }) => by !== 'code').map(({ recordId }) => recordId) : []
  await transaction(database.pool, async (client) => {
    await client.query(
      `insert into admissions.opi_identity (candidate_id, attached_id, attached_code, apart_ids, decided_by, decided_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (candidate_id) do update
         set attached_id = excluded.attached_id, attached_code = excluded.attached_code, apart_ids = excluded.apart_ids, decided_by = excluded.decided_by,
             decided_at = excluded.decided_at`,
      [candidateId, wanted, attached?.opiCode ?? null, apart, editor.author, now.toString()],
    )
    await client.query(
      `update admissions.opi o
       set state = case o.wanted when 'pour' then 'to-pour' else 'to-withdraw' end, attempts = 0, cause = null,
           cause_detail = null, next_try = null, quarantined_at = null, changed_at = $2, version = o.version + 1
       from admissions.application p
       where p.id = o.application_id and p.candidate_id = $1 and o.state = 'error'
         and o.cause in ('homonym', 'several-records', 'identity-conflict')`,
      [candidateId, now.toString()],
    )
    await recordEdit(client, editor, {
      action: 'opi.identity-decided',
      subject: `candidate:${candidateId}`,
      before: null,
      after: attached === null ? { apart } : { attached: wanted },
    })
  })
}
