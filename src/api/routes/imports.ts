import { z } from 'zod'
import { readImport, readImports } from '../../health/imports/read-imports.ts'
import { type ImportRefusal, requestImport } from '../../health/imports/request-import.ts'
import { acting } from '../acting.ts'
import { importReportAnswer, importSummaryAnswer } from '../answers/import-answer.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { type ProblemError, problem, refusalProblem } from '../problem.ts'
import { pageQuery, pathId } from '../schemas/common.ts'
import { importPage, importReport, newImport } from '../schemas/imports.ts'
import { requestedRun } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'
import { ownUpload } from './uploads.ts'

const tags = ['imports']

/** Imports of student files: asked for, listed, told. Approving and discarding belong to runs. */
export function addImports(server: ApiServer, services: ApiServices): void {
  const { engine, installation } = services
  const { pool } = installation.database

  server.post(
    '/api/imports',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags,
        summary: 'Simulates or imports a file received before',
        body: newImport,
        response: { 202: requestedRun },
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      const { uploadId, model, dryRun, simulation } = request.body
      const outcome = await requestImport(
        {
          db: pool,
          requestRun: engine.requestRun,
          canEncrypt: (installation.place.encryption ?? null) !== null,
        },
        {
          ...acting(request),
          upload: await ownUpload(services, visitor, uploadId),
          model,
          dryRun,
          simulation,
          reportTo: visitor.email === null ? [] : [visitor.email],
        },
      )
      if (!outcome.ok) throw importProblem(outcome.refusal)
      return reply.code(202).send({ runId: outcome.runId })
    },
  )

  server.get(
    '/api/imports',
    {
      config: { access: { who: 'reader', of: 'health' } },
      schema: {
        tags,
        summary: '« Derniers imports »: nightly and manual ones, newest first',
        querystring: pageQuery,
        response: { 200: importPage },
      },
    },
    async ({ query: { before, size } }) => {
      const found = await readImports(pool, { before: before ?? null, size })
      const items = found.slice(0, size).map(importSummaryAnswer)
      return { items, next: found.length > size ? (items.at(-1)?.runId ?? null) : null }
    },
  )

  server.get(
    '/api/imports/:id',
    {
      config: { access: { who: 'reader', of: 'run' } },
      schema: {
        tags,
        summary: 'The report of one import, by its run',
        params: z.object({ id: pathId }),
        response: { 200: importReport },
      },
    },
    async (request) => {
      const details = await readImport(pool, request.params.id)
      if (details === null)
        throw problem('UNKNOWN_RUN', {
          detail: {
            fr: `L'exécution ${request.params.id} n'est pas un import`,
            en: `Run ${request.params.id} is no import`,
          },
        })
      return await importReportAnswer(pool, details, visitorOf(request))
    },
  )
}

function importProblem(refusal: ImportRefusal): ProblemError {
  switch (refusal.code) {
    case 'UNKNOWN_MODEL':
      return problem('UNKNOWN_MODEL', { detail: refusal.message })
    case 'INVALID_FIELDS':
      return problem('INVALID_FIELDS', {
        detail: refusal.message,
        errors: [{ path: refusal.path, message: refusal.message }],
      })
    default:
      return refusalProblem(refusal)
  }
}
