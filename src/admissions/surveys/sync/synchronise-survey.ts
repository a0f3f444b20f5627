import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../../batch/run-context.ts'
import type { Queryable } from '../../../platform/database.ts'
import { noteDossierEvents } from '../../dossiers/note-events.ts'
import { classifyResponse, passingCauses, type RejectionCause } from '../classify-response.ts'
import { isBlank, readResponse, type SurveyResponse } from '../read-response.ts'
import type { SurveySession } from '../remote-control/survey-session.ts'
import { lookUp, openIncoming, putIncoming } from './incoming.ts'
import { keepNewest, type WrittenAnswer } from './keep-newest.ts'
import type { SurveyOutcome } from './survey-outcome.ts'

export interface SyncForm {
  readonly id: number
  readonly code: string
  readonly surveyId: number
  readonly lastFullAt: Temporal.Instant | null
}

export interface SyncOptions {
  readonly activeCampaignId: number | null
  /** Of the survey server. */
  readonly timeZone: string
  readonly fullPassDays: number
  /** Reads everything, whenever that was done last. */
  readonly full: boolean
  /** Responses asked for at once. */
  readonly pageSize?: number
  onPage?(read: number, total: number): void
}

const usualPage = 250

/**
 * Brings the responses of one survey in, in one transaction: those not seen yet, or, once a week, all of them. Throws
 * `SurveyFailure` with nothing written.
 */
export async function synchroniseSurvey(
  context: Pick<RunContext, 'database' | 'transaction' | 'clock' | 'run' | 'signal'>,
  session: SurveySession,
  form: SyncForm,
  options: SyncOptions,
): Promise<SurveyOutcome & { state: 'done' }> {
  const { database, clock, run, signal } = context
  const now = clock.now()
  const remote = await session.responseIds(form.surveyId)
  const seen = await seenResponses(database.pool, form.surveyId)
  const full =
    options.full ||
    isDue(form.lastFullAt, now, options.fullPassDays) ||
    // Its identifiers begin anew: it was deactivated and activated again.
    highest(remote) < highest(seen.all)
  const wanted = full ? remote : remote.filter((id) => !seen.settled.has(id))

  return await context.transaction(async (client) => {
    await openIncoming(client)
    const pageSize = options.pageSize ?? usualPage
    for (let at = 0; at < wanted.length; at += pageSize) {
      signal.throwIfAborted()
      await bringPage(client, session, form.surveyId, wanted.slice(at, at + pageSize), options)
      options.onPage?.(Math.min(at + pageSize, wanted.length), wanted.length)
    }
    const written = await keepNewest(client, form.surveyId, now.toString())
    await noteReceived(client, form, written, { runId: run.id, now })
    await settle(client, form.surveyId, now.toString())
    const outcome = await countOutcome(client, written, { full, runId: run.id })
    await noteOutcome(client, form.id, outcome, now.toString())
    return outcome
  })
}

async function bringPage(
  client: pg.PoolClient,
  session: SurveySession,
  surveyId: number,
  ids: readonly number[],
  { timeZone, activeCampaignId }: SyncOptions,
): Promise<void> {
  const asked = new Set(ids)
  const page = await session.responses(surveyId, { from: ids[0]!, to: ids.at(-1)! })
  // Between two that are new stand others that are known.
  const responses = page.filter(({ id }) => asked.has(id)).map((one) => readResponse(one, timeZone))
  const known = await lookUp(client, responses, activeCampaignId)
  await putIncoming(
    client,
    responses.map((response) => ({
      response,
      classified: classifyResponse(response, known),
      blank: isBlank(response),
      hash: hashOf(response),
    })),
  )
}

function hashOf({ submittedAt, answers }: SurveyResponse): string {
  return createHash('sha256')
    .update(JSON.stringify([submittedAt?.toString() ?? null, answers]))
    .digest('hex')
}

/** `settled`: will not be asked for again before the next full reading. */
async function seenResponses(
  db: Queryable,
  surveyId: number,
): Promise<{ all: readonly number[]; settled: ReadonlySet<number> }> {
  const { rows } = await db.query<{ all: number[]; settled: number[] }>(
    `select coalesce(array_agg(response_id), '{}') as all,
            coalesce(array_agg(response_id) filter (where outcome <> all ($2)), '{}') as settled
     from admissions.form_response where survey_id = $1`,
    [surveyId, passingCauses],
  )
  return { all: rows[0]!.all, settled: new Set(rows[0]!.settled) }
}

function isDue(last: Temporal.Instant | null, now: Temporal.Instant, days: number): boolean {
  return last === null || now.since(last).total('hours') >= days * 24
}

const highest = (ids: readonly number[]) => ids.reduce((most, id) => Math.max(most, id), 0)

async function noteReceived(
  client: Queryable,
  form: SyncForm,
  written: readonly WrittenAnswer[],
  { runId, now }: { runId: number; now: Temporal.Instant },
): Promise<void> {
  await noteDossierEvents(
    client,
    written.map(({ level, targetId, accountId, responseId, inserted }) => ({
      accountId,
      applicationId: level === 'application' ? targetId : null,
      event: 'answers-received',
      detail: { form: form.code, response: responseId, again: !inserted },
    })),
    { author: 'BATCH_SYNC_LIMESURVEY', runId, now },
  )
}

/** Writes down what became of each response; one whose fate is the same writes nothing. */
async function settle(client: Queryable, surveyId: number, now: string): Promise<void> {
  await client.query(
    `insert into admissions.form_response as known (survey_id, response_id, outcome, submitted_at, seen_at)
     select $1, response_id, outcome, submitted_at, $2 from incoming
     on conflict (survey_id, response_id) do update
       set outcome = excluded.outcome, submitted_at = excluded.submitted_at, seen_at = excluded.seen_at
       where (known.outcome, known.submitted_at) is distinct from (excluded.outcome, excluded.submitted_at)`,
    [surveyId, now],
  )
}

async function countOutcome(
  client: Queryable,
  written: readonly WrittenAnswer[],
  { full, runId }: { full: boolean; runId: number },
): Promise<SurveyOutcome & { state: 'done' }> {
  const { rows } = await client.query<{ outcome: 'taken' | RejectionCause; count: number }>(
    'select outcome, count(*)::int as count from incoming group by outcome order by outcome',
  )
  const taken = rows.find(({ outcome }) => outcome === 'taken')?.count ?? 0
  const inserted = written.filter((one) => one.inserted).length
  return {
    state: 'done',
    runId,
    full,
    received: rows.reduce((sum, { count }) => sum + count, 0),
    inserted,
    updated: written.length - inserted,
    unchanged: taken - written.length,
    rejected: Object.fromEntries(
      rows.filter(({ outcome }) => outcome !== 'taken').map(({ outcome, count }) => [outcome, count]),
    ),
  }
}

/** Keeps the outcome with its form. */
export async function noteOutcome(
  db: Queryable,
  formId: number,
  outcome: SurveyOutcome,
  now: string,
): Promise<void> {
  await db.query(
    `update admissions.form
     set last_sync = $2, last_sync_at = $3, last_full_at = case when $4 then $3 else last_full_at end
     where id = $1`,
    [formId, JSON.stringify(outcome), now, outcome.state === 'done' && outcome.full],
  )
}
