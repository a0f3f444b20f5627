import type { Queryable } from '../../../platform/database.ts'
import { idsOfCodes, lockFeeds, where } from '../../feeding/codes.ts'
import type { FeedContext } from '../../feeding/feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected, unknownCode } from '../../feeding/feed-outcome.ts'
import { applyKeyed, type KeyedTable } from '../../feeding/keyed-table.ts'

export interface FormRecord {
  readonly code: string
  readonly label: string
  /** LimeSurvey's own number. */
  readonly surveyId: number
  readonly url?: string | null | undefined
  readonly shared?: boolean | undefined
  readonly conditional?: boolean | undefined
  /** Code. */
  readonly centre?: string | null | undefined
  readonly inService?: boolean | undefined
}

const forms: KeyedTable = {
  name: 'admissions.form',
  identity: 'id',
  key: [{ name: 'code', type: 'text' }],
  columns: [
    { name: 'survey_id', type: 'int' },
    { name: 'label', type: 'text' },
    { name: 'url', type: 'text' },
    { name: 'shared', type: 'boolean', initial: false },
    { name: 'conditional', type: 'boolean', initial: false },
    { name: 'centre_id', type: 'bigint' },
    { name: 'in_service', type: 'boolean', initial: true },
  ],
  changedAt: 'changed_at',
  version: true,
}

/** Forms by code. A survey belongs to one form. */
export async function feedForms(
  client: Queryable,
  records: readonly FormRecord[],
  { now, author }: FeedContext,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const centres = await idsOfCodes(
    client,
    'centre',
    records.flatMap(({ centre }) => centre ?? []),
  )
  const { rows } = await client.query<{ survey: number; code: string }>(
    'select survey_id as survey, code from admissions.form where survey_id = any ($1)',
    [records.map(({ surveyId }) => surveyId)],
  )
  const owners = new Map(rows.map(({ survey, code }) => [survey, code]))
  const checked = records.map((record): RejectedRecord | FormRecord => {
    if (record.centre != null && !centres.has(record.centre))
      return unknownCode('centre', record.centre, where.centre)
    const owner = owners.get(record.surveyId)
    if (owner !== undefined && owner !== record.code) return rejected('surveyId', taken)
    owners.set(record.surveyId, record.code)
    return record
  })
  const applied = await applyKeyed(
    client,
    forms,
    checked.flatMap((one) =>
      'outcome' in one
        ? []
        : [
            {
              key: { code: one.code },
              values: {
                survey_id: one.surveyId,
                label: one.label,
                url: one.url,
                shared: one.shared,
                conditional: one.conditional,
                centre_id: one.centre == null ? one.centre : centres.get(one.centre)!,
                in_service: one.inService,
              },
            },
          ],
    ),
    { now: now.toString(), author },
  )
  let next = 0
  return checked.map((one) => ('outcome' in one ? one : { ...applied[next++]!, key: one.code }))
}

const taken = {
  fr: 'cette enquête est déjà celle d’un autre formulaire',
  en: 'this survey is another form’s already',
}
