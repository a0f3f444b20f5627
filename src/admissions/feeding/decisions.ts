import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'
import { lockFeeds, where } from './codes.ts'
import type { FeedContext } from './feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected, unknownCode } from './feed-outcome.ts'
import { findExistingApplications } from './find-applications.ts'
import { applyKeyed, type KeyedTable } from './keyed-table.ts'
import { lockFedLists, rankFedLists } from './live-ranks.ts'
import type { DecisionRecord } from './records.ts'

const decisions: KeyedTable = {
  name: 'admissions.decision',
  identity: 'id',
  key: [{ name: 'reference', type: 'text' }],
  columns: [
    { name: 'application_id', type: 'bigint' },
    { name: 'type_id', type: 'bigint' },
    { name: 'validated', type: 'boolean', initial: false },
    { name: 'validated_at', type: 'timestamptz' },
    { name: 'validated_by', type: 'text' },
    { name: 'rank', type: 'int' },
    { name: 'comment', type: 'text' },
    { name: 'created_by', type: 'text' },
  ],
}

interface Known {
  readonly applicationId: number
  readonly typeId: number
  readonly validatedAt: Date | null
}

interface Taken {
  readonly accountId: number
  readonly applicationId: number
  readonly typeId: number
  readonly known: Known | undefined
  readonly record: DecisionRecord
}

/** Decisions by the reference of the system that took them. `key` of an outcome is that reference. */
export async function feedDecisions(
  client: Queryable,
  records: readonly DecisionRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  const { sisKind, now, runId } = context
  const author = context.author.slice(0, 50)
  await lockFeeds(client)
  await lockFedLists(client, context, records)
  const found = await findExistingApplications(client, sisKind, records)
  const types = await readTypes(client, records)
  const known = await readKnown(client, records)
  const ofReference = new Map([...known].map(([reference, one]) => [reference, one.applicationId]))
  const checked = records.map((record, at): Taken | RejectedRecord => {
    const one = found[at]!
    if ('outcome' in one) return one
    const type = types.get(record.type)
    if (type === undefined) return unknownCode('type', record.type, where.decisionType)
    if (record.rank != null && type.kind !== 'LC') return rejected('rank', rankWithoutList)
    const { accountId, applicationId } = one
    if ((ofReference.get(record.reference) ?? applicationId) !== applicationId)
      return rejected('reference', otherApplication)
    ofReference.set(record.reference, applicationId)
    return { accountId, applicationId, typeId: type.id, known: known.get(record.reference), record }
  })
  const taken = checked.filter((one): one is Taken => 'record' in one)
  const nowText = isoOf(now.toString())
  const applied = await applyKeyed(
    client,
    decisions,
    taken.map(({ applicationId, typeId, known: before, record }) => ({
      key: { reference: record.reference },
      values: {
        application_id: applicationId,
        type_id: typeId,
        ...validation(record, before?.validatedAt ?? null, nowText, author),
        rank: record.rank,
        comment: record.comment,
        created_by: before === undefined ? author : undefined,
      },
    })),
    { now: nowText, author },
  )
  const events = taken.flatMap(({ accountId, applicationId, record }, index) => {
    const { outcome, changes } = applied[index]!
    const news = outcome === 'created' || changes.some(({ column }) => /^(type_id|validated)$/.test(column))
    const event = 'decision-taken' as const
    return news && record.validated === true
      ? [{ accountId, applicationId, event, detail: { type: record.type } }]
      : []
  })
  await noteDossierEvents(client, events, { author, runId, now })
  const having = (...outcomes: readonly string[]) =>
    taken.flatMap(({ applicationId }, index) =>
      outcomes.includes(applied[index]!.outcome) ? [applicationId] : [],
    )
  await rankFedLists(client, context, having('created', 'updated'), having('updated'))
  let next = 0
  return checked.map(
    (one, at): FeedOutcome => ('outcome' in one ? one : { ...applied[next++]!, key: records[at]!.reference }),
  )
}

/** A decision that stays validated keeps its instant, unless another is told. */
function validation(record: DecisionRecord, before: Date | null, now: string, author: string) {
  if (record.validated === undefined) return {}
  if (!record.validated) return { validated: false, validated_at: null, validated_by: null }
  const at = record.validatedAt === undefined ? (before?.toISOString() ?? now) : isoOf(record.validatedAt)
  return { validated: true, validated_at: at, validated_by: before === null ? author : undefined }
}

async function readTypes(
  client: Queryable,
  records: readonly DecisionRecord[],
): Promise<Map<string, { id: number; kind: string }>> {
  const { rows } = await client.query<{ code: string; id: number; kind: string }>(
    'select code, id, kind from admissions.decision_type where code = any ($1)',
    [[...new Set(records.map(({ type }) => type))]],
  )
  return new Map(rows.map((row) => [row.code, row]))
}

async function readKnown(client: Queryable, records: readonly DecisionRecord[]): Promise<Map<string, Known>> {
  const { rows } = await client.query<Known & { reference: string }>(
    `select reference, application_id as "applicationId", type_id as "typeId", validated_at as "validatedAt"
     from admissions.decision where reference = any ($1) order by id for update`,
    [records.map(({ reference }) => reference)],
  )
  return new Map(rows.map((row) => [row.reference, row]))
}

function isoOf(instant: string): string {
  return new Date(instant).toISOString()
}

const rankWithoutList: Text = {
  fr: 'Seule une décision de liste complémentaire (LC) a un rang',
  en: 'Only a decision of a waiting list (LC) has a rank',
}
const otherApplication: Text = {
  fr: 'Cette référence est celle d’une décision sur une autre candidature',
  en: 'This reference belongs to a decision on another application',
}
