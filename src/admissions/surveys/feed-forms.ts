import type { Queryable } from '../../platform/database.ts'
import { EditRefused } from '../../platform/edit-refusal.ts'
import { lockFeeds } from '../feeding/codes.ts'
import type { FeedContext } from '../feeding/feed-context.ts'
import { type FeedOutcome, rejected } from '../feeding/feed-outcome.ts'
import { applyKeyed, type KeyedTable } from '../feeding/keyed-table.ts'
import { linkFormations } from './forms.ts'

/** A form as other systems say it; undefined: stays as it is. */
export interface FormRecord {
  readonly code: string
  readonly surveyId: number
  readonly label: string
  readonly url?: string | null | undefined
  readonly shared?: boolean | undefined
  readonly conditional?: boolean | undefined
  readonly inService?: boolean | undefined
  /** Codes of the formations that want it. */
  readonly formations?: readonly string[] | undefined
}

const forms: KeyedTable = {
  name: 'admissions.form',
  identity: 'id',
  key: [{ name: 'code', type: 'text' }],
  changedAt: 'changed_at',
  version: true,
  columns: [
    { name: 'survey_id', type: 'int' },
    { name: 'label', type: 'text' },
    { name: 'url', type: 'text' },
    { name: 'shared', type: 'boolean', initial: false },
    { name: 'conditional', type: 'boolean', initial: false },
    { name: 'in_service', type: 'boolean', initial: true },
  ],
}

/** Makes forms be what is given, by their codes. */
export async function feedForms(
  client: Queryable,
  records: readonly FormRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const outcomes: FeedOutcome[] = []
  // Forms are few: one after the other, so that each sees what the one before it took.
  for (const record of records) {
    await client.query('savepoint form')
    try {
      outcomes.push(await feedOne(client, record, context))
    } catch (error) {
      await client.query('rollback to savepoint form')
      if (!(error instanceof EditRefused)) throw error
      outcomes.push(rejected(error.refusal.path ?? 'code', error.refusal.message))
    }
  }
  return outcomes
}

async function feedOne(client: Queryable, record: FormRecord, context: FeedContext): Promise<FeedOutcome> {
  const { code, surveyId, label, url, shared, conditional, inService, formations } = record
  const { rows } = await client.query<{ code: string }>(
    'select code from admissions.form where survey_id = $1 and code <> $2',
    [surveyId, code],
  )
  if (rows[0] !== undefined)
    return rejected('surveyId', {
      fr: `Le formulaire ${rows[0].code} porte déjà l’enquête ${surveyId}`,
      en: `Form ${rows[0].code} already has survey ${surveyId}`,
    })
  const values = { survey_id: surveyId, label, url, shared, conditional, in_service: inService }
  const [applied] = await applyKeyed(client, forms, [{ key: { code }, values }], {
    now: context.now.toString(),
    author: context.author,
  })
  const { id, outcome, changes } = applied!
  const linked = formations === undefined ? false : await linkFormations(client, id, [...new Set(formations)])
  return { outcome: outcome === 'unchanged' && linked ? 'updated' : outcome, id, key: code, changes }
}
