import { Readable } from 'node:stream'
import { z } from 'zod'
import { acknowledgeRun, withdrawAcknowledgement } from '../../batch/acknowledgement.ts'
import { notPlanned, unknownRun } from '../../batch/batch-refusal.ts'
import { type HistoryFilter, readHistory } from '../../batch/history.ts'
import { historyCsv } from '../../batch/history-csv.ts'
import { readLinesPage, readRun } from '../../batch/read-run.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { findExchangeOfRun } from '../../exchange/exchange-record.ts'
import { approveHeldExchange, discardHeldExchange, type HeldDecision } from '../../exchange/held-exchange.ts'
import { destroysForReal } from '../../learning/requests/destroying-run.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import { runAnswer } from '../answers/run-answer.ts'
import { mayRepeat, runPageAnswer } from '../answers/run-page.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { attachment } from '../download.ts'
import { problem, refusalProblem } from '../problem.ts'
import { requestLaunch } from '../request-launch.ts'
import { instant, pathId } from '../schemas/common.ts'
import {
  cancellation,
  repetition,
  requestedRun,
  runLines,
  runLinesQuery,
  runPage,
  runPageData,
  runQuery,
} from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'
import { searchTurns, turns } from '../turns.ts'
import { applicationsOf, may, type Visitor } from '../visitor.ts'

const tags = ['runs']
const params = z.object({ id: pathId })
const acknowledgement = z.object({ by: z.string(), at: instant })

/** The history, and each run: what it shows and what can be done with it. */
export function addRuns(server: ApiServer, services: ApiServices): void {
  const { engine, installation } = services
  const { database } = installation
  const { pool } = database
  const searching = turns(searchTurns)

  async function found(id: number): Promise<RunRecord> {
    const run = await readRun(pool, id)
    if (run === null) throw refusalProblem(unknownRun(id).refusal)
    return run
  }

  /** What is asked for, within what the visitor may read. */
  function filterOf(visitor: Visitor, query: z.infer<typeof runQuery>): HistoryFilter {
    const { batch, application, state, trigger, from, to } = query
    const asked = application ?? (batch === undefined ? undefined : engine.catalogue.get(batch)?.application)
    if (asked !== undefined && !may(visitor, 'reader', asked)) throw problem('FORBIDDEN')
    return {
      applications: applicationsOf(visitor),
      ...(batch === undefined ? {} : { batch }),
      ...(application === undefined ? {} : { application }),
      ...(state === undefined ? {} : { states: state }),
      ...(trigger === undefined ? {} : { triggers: trigger }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }
  }

  server.get(
    '/api/runs',
    {
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags,
        summary: 'The history, newest first, by pages',
        querystring: runQuery,
        response: { 200: runPage },
      },
    },
    async (request) => {
      const { before, size } = request.query
      const filter = filterOf(visitorOf(request), request.query)
      const { runs, next } = await readHistory(pool, filter, {
        size,
        ...(before === undefined ? {} : { before }),
      })
      return { items: runs.map((run) => runAnswer(run, installation.place.timeZone)), next }
    },
  )

  server.get(
    '/api/runs.csv',
    {
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags,
        summary: 'The history as a file for spreadsheets',
        querystring: runQuery.omit({ before: true, size: true }),
        response: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      const filter = filterOf(visitor, { ...request.query, size: 15 })
      const { author, address } = acting(request)
      await recordAudit(pool, {
        actor: author,
        action: 'history.exported',
        subject: filter.batch === undefined ? 'history' : `batch:${filter.batch}`,
        application: filter.application ?? null,
        address,
        detail: { ...request.query },
      })
      const locale = request.language
      const text = historyCsv(pool, filter, { locale, zone: installation.place.timeZone })
      const name = locale === 'fr' ? 'historique' : 'history'
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', attachment(`${[name, filter.batch].filter(Boolean).join('-')}.csv`))
        .send(Readable.from(text) as unknown as string)
    },
  )

  server.get(
    '/api/runs/:id',
    {
      config: { access: { who: 'reader', of: 'run' } },
      schema: { tags, summary: 'One run', params, response: { 200: runPageData } },
    },
    async (request) => runPageAnswer(services, visitorOf(request), await found(request.params.id)),
  )

  server.get(
    '/api/runs/:id/lines',
    {
      config: { access: { who: 'reader', of: 'run' } },
      schema: {
        tags,
        summary: 'A piece of its log: after a line, or before one',
        params,
        querystring: runLinesQuery,
        response: { 200: runLines },
      },
    },
    async (request) => {
      const { after, before, limit, level, search } = request.query
      const read = () =>
        readLinesPage(
          pool,
          request.params.id,
          { after, limit, ...(before === undefined ? {} : { before }) },
          {
            ...(level === undefined ? {} : { levels: level }),
            ...(search === undefined ? {} : { search }),
          },
        )
      // Without a search, the index gives the page at once.
      const page = await (search === undefined && level === undefined ? read() : searching(read))
      return { ...page, lines: [...page.lines] }
    },
  )

  server.post(
    '/api/runs/:id/cancellation',
    {
      config: { access: { who: 'operator', of: 'run' } },
      schema: {
        tags,
        summary: 'Cancels it while it waits, or asks it to stop',
        params,
        response: { 200: cancellation },
      },
    },
    async (request) => {
      const { author, address } = acting(request)
      const outcome = await engine.cancelRun(request.params.id, author, address)
      if (!outcome.ok) throw refusalProblem(outcome.refusal)
      return { state: outcome.state }
    },
  )

  server.post(
    '/api/runs/:id/repetition',
    {
      config: { access: { who: 'operator', of: 'run' } },
      schema: {
        tags,
        summary: 'Runs it again, with the same parameters unless others are given',
        params,
        body: repetition,
        response: { 201: requestedRun },
      },
    },
    async (request, reply) => {
      const run = await found(request.params.id)
      const { parameters, confirmation } = request.body
      if (!mayRepeat(await findExchangeOfRun(pool, run.id)))
        throw problem('REQUEST_REFUSED', { detail: texts.approvedOnce })
      // The file of that name may be another one by now.
      if (destroysForReal(run)) throw problem('CONFIRMATION_REQUIRED', { detail: texts.confirmedThere })
      // What runs on request only is given its parameters (a path on the server) by the route that it belongs to.
      const byRequest = engine.catalogue.get(run.batchCode)?.batch.schedule === null
      if (byRequest && parameters !== undefined) throw refusalProblem(notPlanned(run.batchCode).refusal)
      return await reply.code(201).send(
        await requestLaunch(engine, request, {
          code: run.batchCode,
          parameters: parameters ?? run.parameters,
          confirmation,
        }),
      )
    },
  )

  server.post(
    '/api/runs/:id/approval',
    {
      config: { access: { who: 'administrator', of: 'run' } },
      schema: {
        tags: ['imports'],
        summary: 'Applies the import that this run holds',
        params,
        response: { 201: requestedRun },
      },
    },
    async (request, reply) => {
      const { author, address, trigger } = acting(request)
      const decision = await approveHeldExchange(database, engine.requestRun, {
        runId: request.params.id,
        author,
        address,
        trigger,
      })
      return await reply.code(201).send({ runId: decided(decision).runId! })
    },
  )

  server.post(
    '/api/runs/:id/discard',
    {
      config: { access: { who: 'administrator', of: 'run' } },
      schema: {
        tags: ['imports'],
        summary: 'Gives up the import that this run holds',
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { author, address } = acting(request)
      decided(await discardHeldExchange(database, { runId: request.params.id, author, address }))
      return await reply.code(204).send(null)
    },
  )

  server.put(
    '/api/runs/:id/acknowledgement',
    {
      config: { access: { who: 'operator', of: 'run' } },
      schema: {
        tags,
        summary: 'Says that you have seen what went wrong',
        params,
        response: { 200: acknowledgement },
      },
    },
    async (request) => {
      const { author: by, address } = acting(request)
      const { id: runId } = request.params
      const seen = await acknowledgeRun(database, { runId, by, address, now: engine.clock.now() })
      if (seen === null) throw refusalProblem(unknownRun(runId).refusal)
      return seen
    },
  )

  server.delete(
    '/api/runs/:id/acknowledgement',
    {
      config: { access: { who: 'operator', of: 'run' } },
      schema: { tags, summary: 'Takes that back', params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { author: by, address } = acting(request)
      await withdrawAcknowledgement(database, {
        runId: request.params.id,
        by,
        address,
        now: engine.clock.now(),
      })
      return await reply.code(204).send(null)
    },
  )
}

function decided(decision: HeldDecision): Extract<HeldDecision, { ok: true }> {
  if (decision.ok) return decision
  throw problem(decision.code, { detail: decision.message })
}

const texts = {
  confirmedThere: {
    fr: 'Ce traitement détruit ce que son fichier désigne : relancez-le depuis la page de l’outil, qui demande de le confirmer',
    en: 'This run destroys what its file names: run it again from the page of its tool, which asks to confirm it',
  },
  approvedOnce: {
    fr: "Cette exécution appliquait un import approuvé : elle ne se relance pas. Si elle a échoué, l'import attend de nouveau une approbation",
    en: 'This run applied an approved import: it is not run again. If it failed, the import waits for approval again',
  },
}
