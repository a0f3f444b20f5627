import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { notPlanned, unknownBatch } from '../../batch/batch-refusal.ts'
import { explainInstant } from '../../batch/explain-instant.ts'
import { readGrid } from '../../batch/grid.ts'
import { abnormalAboveSeconds, habitOf } from '../../batch/habit.ts'
import { type BatchRecord, listBatches } from '../../batch/list-batches.ts'
import { type PlanRevision, readRevisions } from '../../batch/plan-revisions.ts'
import { readInstant } from '../../batch/read-instant.ts'
import { readDurations } from '../../batch/recent-runs.ts'
import { changedParts } from '../../batch/remembered-plan.ts'
import type { SaveOutcome } from '../../batch/save-plan.ts'
import { acting } from '../acting.ts'
import { batchLabel, scheduleAnswer, scheduleWording } from '../answers/batch-answer.ts'
import { batchListAnswer, batchPageAnswer } from '../answers/batch-list.ts'
import { runAnswer } from '../answers/run-answer.ts'
import { spaced } from '../answers/spaced.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { type ProblemError, problem, refusalProblem } from '../problem.ts'
import { requestLaunch } from '../request-launch.ts'
import {
  batchList,
  batchPage,
  durations,
  instantPage,
  launch,
  launchPreview,
  planEdit,
  type Revision,
  restoration,
  revisionList,
  savedPlan,
} from '../schemas/batches.ts'
import { type ApplicationCode, applicationCode, askedInstant, pageQuery, version } from '../schemas/common.ts'
import { requestedRun } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'

const tags = ['batches']
const params = z.object({ code: z.string().max(60) })

/** Batches and their plans: what the grid, the edit window and the page of one batch ask for. */
export function addBatches(server: ApiServer, services: ApiServices): void {
  const { engine, installation } = services
  const { pool } = installation.database

  async function found(code: string): Promise<BatchRecord> {
    const [batch] = await listBatches(pool, { code })
    if (batch === undefined) throw refusalProblem(unknownBatch(code).refusal)
    return batch
  }

  server.get(
    '/api/batches',
    {
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags,
        summary: 'The grid: the planned batches of the applications that you may see',
        querystring: z.object({
          application: applicationCode.optional(),
          search: z.string().max(100).optional(),
        }),
        response: { 200: batchList },
      },
    },
    (request) => batchListAnswer(services, visitorOf(request), request.query),
  )

  server.get(
    '/api/batches/:code',
    {
      config: { access: { who: 'reader', of: 'batch' } },
      schema: {
        tags,
        summary: 'One batch, its rules and its next instants',
        params,
        response: { 200: batchPage },
      },
    },
    async (request) => {
      const { code } = request.params
      const [row] = await readGrid(pool, { code })
      if (row === undefined) throw refusalProblem(unknownBatch(code).refusal)
      return batchPageAnswer(services, visitorOf(request), row)
    },
  )

  server.put(
    '/api/batches/:code/plan',
    {
      config: { access: { who: 'administrator', of: 'batch' } },
      schema: {
        tags,
        summary: 'Saves the plan over the version that you saw',
        params,
        body: planEdit,
        response: { 200: savedPlan },
      },
    },
    async (request) => {
      const { enabled, schedule, catchUp, parameters, version } = request.body
      const { author, address } = acting(request)
      const { code } = request.params
      // As for a launch: kept with the plan, a path on the server, or another's file, would be part of every run.
      const byRequest = engine.catalogue.get(code)?.batch.schedule === null
      if (byRequest && parameters !== undefined && Object.keys(parameters).length > 0)
        throw refusalProblem(notPlanned(code).refusal)
      const outcome = await engine.savePlan({
        code,
        version,
        author,
        address,
        ...(enabled === undefined ? {} : { enabled }),
        ...(schedule === undefined ? {} : { schedule }),
        ...(catchUp === undefined ? {} : { catchUp }),
        ...(parameters === undefined ? {} : { parameters }),
      })
      return savedAnswer(outcome)
    },
  )

  server.get(
    '/api/batches/:code/revisions',
    {
      config: { access: { who: 'reader', of: 'batch' } },
      schema: {
        tags,
        summary: 'The changes of the plan, newest first; `before` is a version',
        params,
        querystring: pageQuery.extend({ before: z.coerce.number().pipe(version.positive()).optional() }),
        response: { 200: revisionList },
      },
    },
    async (request) => {
      const { before, size } = request.query
      const { revisions, next } = await readRevisions(pool, request.params.code, {
        size,
        ...(before === undefined ? {} : { before }),
      })
      return { items: revisions.map(revisionAnswer), next }
    },
  )

  server.post(
    '/api/batches/:code/revisions/:version/restoration',
    {
      config: { access: { who: 'administrator', of: 'batch' } },
      schema: {
        tags,
        summary: 'Puts back the plan as it stood after this revision',
        params: params.extend({ version: z.coerce.number().pipe(version.positive()) }),
        body: restoration,
        response: { 200: savedPlan },
      },
    },
    async (request) => {
      const { code, version: revision } = request.params
      const { author, address } = acting(request)
      return savedAnswer(
        await engine.restorePlan({ code, revision, version: request.body.version, author, address }),
      )
    },
  )

  server.get(
    '/api/batches/:code/launch-preview',
    {
      config: { access: { who: 'operator', of: 'batch' } },
      schema: {
        tags,
        summary: 'How much a batch that destroys would touch',
        params,
        response: { 200: launchPreview },
      },
    },
    async (request) => {
      const { code } = request.params
      const outcome = await engine.previewRun(code)
      if (!outcome.ok) throw refusalProblem(outcome.refusal)
      const dangerous = engine.catalogue.get(code)?.batch.danger !== undefined
      return { dangerous, figures: outcome.preview === null ? null : { ...outcome.preview } }
    },
  )

  server.post(
    '/api/batches/:code/runs',
    {
      config: { access: { who: 'operator', of: 'batch' } },
      schema: {
        tags,
        summary: 'Immediate launch',
        params,
        body: launch,
        response: { 201: requestedRun },
      },
    },
    async (request, reply) => {
      const { code } = request.params
      const { parameters, confirmation } = request.body
      // What runs on request only is given its parameters (a path on the server) by the route that it belongs to.
      if (engine.catalogue.get(code)?.batch.schedule === null) throw refusalProblem(notPlanned(code).refusal)
      return await reply
        .code(201)
        .send(await requestLaunch(engine, request, { code, parameters, confirmation }))
    },
  )

  server.get(
    '/api/batches/:code/durations',
    {
      config: { access: { who: 'reader', of: 'batch' } },
      schema: {
        tags,
        summary: 'How long the last runs took',
        params,
        querystring: z.object({ size: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: durations },
      },
    },
    async (request) => {
      const runs = await readDurations(pool, request.params.code, request.query.size)
      const finished = runs.filter((run) => run.state === 'finished').map((run) => run.durationSeconds)
      const habit = habitOf(finished)
      return {
        runs,
        medianSeconds: habit?.medianSeconds ?? null,
        abnormalAboveSeconds: abnormalAboveSeconds(habit),
      }
    },
  )

  server.get(
    '/api/batches/:code/instants/:at',
    {
      config: { access: { who: 'reader', of: 'batch' } },
      schema: {
        tags,
        summary: 'Why a due instant has a run or has none',
        params: params.extend({ at: askedInstant }),
        response: { 200: instantPage },
      },
    },
    async (request) => {
      const batch = await found(request.params.code)
      const at = Temporal.Instant.from(request.params.at)
      const facts = await readInstant(pool, batch, at, engine.clock.now())
      const { plan, run } = facts
      const { why, explanation } = explainInstant(facts)
      return {
        at: at.toString(),
        batch: {
          code: batch.code,
          label: batchLabel(engine.catalogue, batch.code),
          application: batch.application as ApplicationCode,
        },
        run: run === null ? null : runAnswer(run, facts.zone),
        why,
        explanation: spaced(explanation),
        plan:
          plan === null
            ? null
            : {
                version: plan.version,
                wording: scheduleWording(plan.plan.schedule),
                author: plan.author,
                at: plan.at,
              },
      }
    },
  )
}

function savedAnswer(outcome: SaveOutcome) {
  if (!outcome.ok) throw planProblem(outcome)
  const { version, nextDueAt, cancelledRuns } = outcome
  return { version, nextDueAt, cancelledRuns: [...cancelledRuns] }
}

/** The refusal with what the edit window shows beside the fields, or of whoever was faster. */
function planProblem(outcome: Extract<SaveOutcome, { ok: false }>): ProblemError {
  const { refusal, schedule, stale } = outcome
  return problem(refusal.code, {
    detail: refusal.message,
    more: {
      ...(schedule === undefined ? {} : { schedule }),
      ...(stale === undefined
        ? {}
        : { changedBy: stale.by, changedAt: stale.at, currentVersion: stale.version }),
    },
  })
}

function revisionAnswer({ version, at, author, before, after }: PlanRevision): Revision {
  const plan = (one: typeof before) => ({
    enabled: one.enabled,
    schedule: scheduleAnswer(one.schedule),
    catchUp: one.catchUp,
    parameters: { ...one.parameters },
  })
  return {
    version,
    at,
    author,
    before: plan(before),
    after: plan(after),
    beforeWording: scheduleWording(before.schedule),
    afterWording: scheduleWording(after.schedule),
    changed: changedParts(before, after),
  }
}
