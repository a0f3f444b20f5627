import type { Queryable } from '../../../platform/database.ts'
import { lockFeeds } from '../../feeding/codes.ts'
import type { FeedContext } from '../../feeding/feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected } from '../../feeding/feed-outcome.ts'
import { findExistingApplications } from '../../feeding/find-applications.ts'

export interface OpiRecord {
  readonly dossierNo: string
  /** Code. */
  readonly formation: string
  readonly state: 'to-pour' | 'poured'
  readonly opiCode: string | null
  readonly pouredAt: string | null
}

/**
 * Pre-registrations of applications that candidates have confirmed. One that is there is the work of the batch: the same state is
 * unchanged, another one is rejected.
 */
export async function feedOpi(
  client: Queryable,
  records: readonly OpiRecord[],
  { sisKind, now }: FeedContext,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const found = await findExistingApplications(client, sisKind, records)
  const ids = found.flatMap((one) => ('outcome' in one ? [] : [one.applicationId]))
  const { rows } = await client.query<{ id: number; state: string }>(
    'select application_id as id, state from admissions.opi where application_id = any ($1)',
    [ids],
  )
  const states = new Map(rows.map(({ id, state }) => [id, state]))
  const made: (OpiRecord & { readonly id: number })[] = []
  const outcomes = records.map((record, at): FeedOutcome => {
    const one = found[at]!
    if ('outcome' in one) return one
    const id = one.applicationId
    const state = states.get(id)
    const key = `${record.dossierNo}/${record.formation}`
    if (state === record.state) return { outcome: 'unchanged', id, key, changes: [] }
    const why = state === undefined ? fault(one) : rejected('state', atWork)
    if (why !== null) return why
    states.set(id, record.state)
    made.push({ ...record, id })
    return { outcome: 'created', id, key, changes: [] }
  })
  await client.query(
    `insert into admissions.opi (application_id, state, opi_code, created_at, poured_at, called_at, changed_at)
     select id, state, "opiCode", $2, "pouredAt", "pouredAt", $2
     from jsonb_to_recordset($1) as given (id bigint, state text, "opiCode" text, "pouredAt" timestamptz)
     order by id`,
    [JSON.stringify(made), now.toString()],
  )
  return outcomes
}

function fault({
  accepted,
  cancelled,
}: {
  accepted: boolean | null
  cancelled: boolean
}): RejectedRecord | null {
  if (cancelled) return rejected('formation', isCancelled)
  return accepted === true ? null : rejected('formation', notConfirmed)
}

const notConfirmed = {
  fr: 'cette candidature n’est pas confirmée : seule une confirmation donne une pré-inscription',
  en: 'this application is not confirmed: only a confirmation makes a pre-registration',
}
const isCancelled = { fr: 'cette candidature est annulée', en: 'this application is cancelled' }
const atWork = {
  fr: 'sa pré-inscription est déjà suivie dans un autre état : voyez la page OPI',
  en: 'its pre-registration is already in another state: see the page of pre-registrations',
}
