import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { type DossierEvent, noteDossierEvents } from '../dossiers/note-events.ts'
import { accounts, bacs, bacValues, candidates, candidateValues, namedCodes } from './candidate-values.ts'
import { lockFeeds } from './codes.ts'
import type { FeedContext } from './feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected } from './feed-outcome.ts'
import { type Found, findAccounts } from './find-accounts.ts'
import { giveNumbers } from './give-numbers.ts'
import { type Applied, applyKeyed } from './keyed-table.ts'
import type { PersonRecord } from './records.ts'
import { readReferenceCodes } from './reference-codes.ts'
import { validityEnd } from './validity.ts'

interface Taken {
  readonly at: number
  readonly record: PersonRecord
  readonly found: Exclude<Found, RejectedRecord>
}

/** Accounts and their candidates (admissions.md 3.8, 4.2). `key` of an outcome is the dossier number, given where none was. */
export async function feedPeople(
  client: Queryable,
  records: readonly PersonRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const found = await findAccounts(client, context.sisKind, records)
  const missing = await readReferenceCodes(client, context.sisKind, records.flatMap(namedCodes))
  // Whose candidate the list itself has made so far.
  const made = new Set<string>()
  const checked = records.map((record, at): Taken | RejectedRecord => {
    const one = found[at]!
    if ('outcome' in one) return one
    const who = one.kind === 'known' ? String(one.account.id) : one.same
    const isNew = !made.has(who) && (one.kind === 'new' || one.account.candidateId === null)
    const why = missing(namedCodes(record)) ?? fault(record, one, isNew)
    if (why !== null) return why
    if (record.candidate !== undefined) made.add(who)
    return { at, record, found: one }
  })
  const taken = checked.filter((one): one is Taken => 'found' in one)
  const numbers = await giveNumbers(
    client,
    taken.flatMap(({ found }) => (found.kind === 'new' ? [found] : [])),
    context,
  )
  const numberOf = ({ found }: Taken) =>
    found.kind === 'known' ? found.account.dossierNo : numbers.get(found.same)!

  const by = { now: context.now.toString(), author: context.author }
  const validUntil = validityEnd(context.now, context.unvalidatedDays, context.timeZone)
  const ofAccount = await applyKeyed(
    client,
    accounts,
    taken.map((one) => ({
      key: { dossier_no: numberOf(one) },
      values: {
        campaign_id: one.found.kind === 'new' ? one.found.campaign.id : undefined,
        valid_until: one.found.kind === 'new' ? isoOf(validUntil) : undefined,
        last_name: one.record.lastName,
        first_name: one.record.firstName,
        mail: one.record.mail,
        login: one.record.login,
        student_no: one.record.studentNo,
        validated: one.record.validated,
      },
    })),
    by,
  )
  const ofCandidate = await feedCandidates(client, taken, ofAccount, context)
  await note(client, taken, ofAccount, context)

  const outcomes: FeedOutcome[] = checked.map((one) => ('found' in one ? (null as never) : one))
  for (const [index, one] of taken.entries()) {
    const account = ofAccount[index]!
    const parts = [account, ...(ofCandidate[index] ?? [])]
    const changed = parts.some(({ outcome }) => outcome !== 'unchanged')
    outcomes[one.at] = {
      outcome: account.outcome === 'created' ? 'created' : changed ? 'updated' : 'unchanged',
      id: account.id,
      key: numberOf(one),
      changes: parts.flatMap(({ changes }) => changes),
    }
  }
  return outcomes
}

function fault(record: PersonRecord, found: Exclude<Found, RejectedRecord>, isNew: boolean) {
  if (found.kind === 'known' && found.account.validated && record.validated === false)
    return rejected('validated', staysValidated)
  if (record.candidate !== undefined && isNew && record.candidate.bornOn === undefined)
    return rejected('candidate.bornOn', bornOnMissing)
  return null
}

/** Of each record, what became of its candidate and baccalaureate. */
async function feedCandidates(
  client: Queryable,
  taken: readonly Taken[],
  ofAccount: readonly Applied[],
  { sisKind, now, author }: FeedContext,
): Promise<Applied[][]> {
  const by = { now: now.toString(), author }
  const known = new Set(
    taken.flatMap(({ found }) =>
      found.kind === 'known' && found.account.candidateId !== null ? [found.account.id] : [],
    ),
  )
  const parts: Applied[][] = taken.map(() => [])
  const withCandidate = taken.flatMap(({ record }, index) =>
    record.candidate === undefined ? [] : [{ record, index, accountId: ofAccount[index]!.id }],
  )
  const applied = await applyKeyed(
    client,
    candidates,
    withCandidate.map(({ record, accountId }) => {
      const isNew = !known.has(accountId)
      known.add(accountId)
      return {
        key: { account_id: accountId },
        values: { sis_kind: sisKind, ...candidateValues(record, isNew) },
      }
    }),
    by,
  )
  for (const [at, { index }] of withCandidate.entries()) parts[index]!.push(applied[at]!)
  const withBac = withCandidate.flatMap(({ record, index }, at) =>
    record.candidate!.bac === undefined
      ? []
      : [{ index, bac: record.candidate!.bac, candidateId: applied[at]!.id }],
  )
  const ofBac = await applyKeyed(
    client,
    bacs,
    withBac.map(({ bac, candidateId }) => ({
      key: { candidate_id: candidateId },
      values: { sis_kind: sisKind, ...bacValues(bac) },
    })),
    by,
  )
  for (const [at, { index }] of withBac.entries()) parts[index]!.push(ofBac[at]!)
  return parts
}

async function note(
  client: Queryable,
  taken: readonly Taken[],
  ofAccount: readonly Applied[],
  { author, runId, now }: FeedContext,
): Promise<void> {
  const events = ofAccount.flatMap((one, index): DossierEvent[] => {
    const validates = (column: string) => one.changes.some((change) => change.column === column)
    if (one.outcome === 'created')
      return [
        { accountId: one.id, event: 'created' },
        ...(taken[index]!.record.validated === true
          ? [{ accountId: one.id, event: 'validated' as const }]
          : []),
      ]
    return validates('validated') ? [{ accountId: one.id, event: 'validated' }] : []
  })
  await noteDossierEvents(client, events, { author, runId, now })
  // What a mail server said of the former address says nothing of the new one.
  const mailed = ofAccount.filter(({ changes }) => changes.some(({ column }) => column === 'mail'))
  if (mailed.length > 0)
    await client.query('update admissions.account set mail_refused_at = null where id = any ($1)', [
      mailed.map(({ id }) => id),
    ])
}

function isoOf(instant: FeedContext['now']): string {
  return new Date(instant.epochMilliseconds).toISOString()
}

const staysValidated: Text = {
  fr: 'Ce compte est validé : il le reste',
  en: 'This account is validated: it stays so',
}
const bornOnMissing: Text = {
  fr: 'La date de naissance est nécessaire à un nouveau candidat',
  en: 'A new candidate needs a date of birth',
}
