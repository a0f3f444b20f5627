import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { lockFeeds } from './codes.ts'
import type { FeedContext } from './feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected } from './feed-outcome.ts'
import { type FoundDossier, findApplications } from './find-applications.ts'
import { applyKeyed, type KeyedTable } from './keyed-table.ts'
import { lockFedLists, rankFedLists } from './live-ranks.ts'
import type { ApplicationRecord } from './records.ts'
import { type NamedCode, readReferenceCodes } from './reference-codes.ts'

const date = (name: string) => ({ name, type: 'date' })
const applications: KeyedTable = {
  name: 'admissions.application',
  identity: 'id',
  key: [
    { name: 'candidate_id', type: 'bigint' },
    { name: 'formation_id', type: 'bigint' },
  ],
  columns: [
    { name: 'sis_kind', type: 'text' },
    { name: 'treatment', type: 'text', initial: 'AT' },
    { name: 'treatment_validated', type: 'boolean', initial: false },
    { name: 'status', type: 'text', initial: 'AT' },
    { name: 'cancelled_at', type: 'timestamptz' },
    date('new_confirm_by'),
    date('new_return_by'),
    { name: 'exemption_code', type: 'text' },
    { name: 'amount', type: 'numeric' },
    { name: 'regime_code', type: 'text' },
  ],
  changedAt: 'modified_at',
  changedBy: 'modified_by',
  version: true,
}

/** Applications (admissions.md 4.3). `key` of an outcome: `<dossier number>/<formation>`. */
export async function feedApplications(
  client: Queryable,
  records: readonly ApplicationRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  const { sisKind, now, author } = context
  await lockFeeds(client)
  await lockFedLists(client, context, records)
  const found = await findApplications(client, sisKind, records)
  const missing = await readReferenceCodes(client, sisKind, records.flatMap(namedCodes))
  const checked = records.map((record, at): FoundDossier | RejectedRecord => {
    const one = found[at]!
    if ('outcome' in one) return one
    return missing(namedCodes(record)) ?? fault(record, one) ?? one
  })
  const taken = checked.flatMap((one, at) => ('outcome' in one ? [] : [{ one, record: records[at]! }]))
  const applied = await applyKeyed(
    client,
    applications,
    taken.map(({ one, record }) => ({
      key: { candidate_id: one.candidateId, formation_id: one.formationId },
      values: {
        sis_kind: sisKind,
        treatment: record.treatment,
        treatment_validated: record.treatmentValidated,
        status: record.status,
        cancelled_at: record.cancelledAt == null ? record.cancelledAt : isoOf(record.cancelledAt),
        new_confirm_by: record.newConfirmBy,
        new_return_by: record.newReturnBy,
        exemption_code: record.exemption,
        amount: record.amount,
        regime_code: record.regime,
      },
    })),
    { now: now.toString(), author: author.slice(0, 50) },
  )
  // One that is cancelled leaves its waiting list.
  await rankFedLists(
    client,
    context,
    applied.flatMap(({ id, changes }) =>
      changes.some(({ column }) => column === 'cancelled_at') ? [id] : [],
    ),
  )
  let next = 0
  return checked.map(
    (one, at): FeedOutcome =>
      'outcome' in one
        ? one
        : { ...applied[next++]!, key: `${records[at]!.dossierNo}/${records[at]!.formation}` },
  )
}

function namedCodes({ exemption, regime }: ApplicationRecord): NamedCode[] {
  return [
    { table: 'exemption', path: 'exemption', code: exemption },
    { table: 'regime', path: 'regime', code: regime },
  ]
}

/** A place that was confirmed is given up by the candidate's answer, which takes the pre-registration back as well. */
function fault({ cancelledAt }: ApplicationRecord, { accepted, cancelled }: FoundDossier) {
  if (cancelledAt == null || cancelled || accepted !== true) return null
  return rejected('cancelledAt', confirmed)
}

function isoOf(instant: string): string {
  return new Date(instant).toISOString()
}

const confirmed: Text = {
  fr: 'Le candidat a confirmé cette candidature : enregistrez d’abord son désistement',
  en: 'The candidate has confirmed this application: record their withdrawal first',
}
