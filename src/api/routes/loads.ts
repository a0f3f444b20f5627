import { randomBytes } from 'node:crypto'
import multipart from '@fastify/multipart'
import { z } from 'zod'
import { columnsOf, loadKindOf, templateOf } from '../../exchange/loads/load-kinds.ts'
import { readLoad, readLoads } from '../../exchange/loads/read-loads.ts'
import { usualPace } from '../../exchange/uploads/sending-pace.ts'
import { uploadName } from '../../exchange/uploads/upload-name.ts'
import { addUpload, forgetUpload, uploadDirectory, uploadPath } from '../../exchange/uploads/upload-store.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import type { SettingDefinition } from '../../platform/settings.ts'
import type { Text } from '../../platform/text.ts'
import {
  type LoadedApplication,
  loadReportAnswer,
  loadSummaryAnswer,
  mayUse,
} from '../answers/load-answer.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { attachment } from '../download.ts'
import { problem } from '../problem.ts'
import { takeUpload } from '../receive-upload.ts'
import { requestLaunch } from '../request-launch.ts'
import { pageQuery, pathId } from '../schemas/common.ts'
import { loadKindList, loadPage, loadReport, newLoad } from '../schemas/loads.ts'
import { requestedRun } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'
import { authorOf } from '../visitor.ts'

const tags = ['loads']

export interface LoadRoutes {
  readonly office: LoadedApplication
  /** How large a file may be. */
  readonly megabytes: SettingDefinition<number>
}

/** CSV files that feed an application: what they hold, sending one, what became of them. */
export function addLoads(server: ApiServer, services: ApiServices, { office, megabytes }: LoadRoutes): void {
  const { installation, engine } = services
  const { database, settings, place } = installation
  const { application } = office
  const base = `/api/${application}` as const
  const reads = { access: { who: 'reader', of: application } } as const
  const kinds = office.kinds.map(({ code }) => code)

  server.get(
    `${base}/load-kinds`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'What can be loaded, with the columns of its file',
        response: { 200: loadKindList },
      },
    },
    async () => ({
      items: office.kinds.map((kind) => ({
        kind: kind.code,
        label: kind.label,
        columns: columnsOf(kind).map((column) => ({ ...column })),
      })),
    }),
  )

  server.get(
    `${base}/load-kinds/:kind/template`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'A file to start from: the header and a fictional line',
        params: z.object({ kind: z.enum(kinds) }),
        response: {
          200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', attachment(`modele-${kind}.csv`))
        .header('x-content-type-options', 'nosniff')
        .send(templateOf(loadKindOf(office, kind)))
    },
  )

  // In a scope of its own: no other route takes multipart bodies.
  server.register(async (scope: ApiServer) => {
    await scope.register(multipart)
    scope.post(
      `${base}/loads`,
      {
        config: { access: { who: 'operator', of: application }, ownPace: true },
        schema: {
          tags,
          summary: 'Simulates (by default) or loads a CSV file (multipart, one file)',
          consumes: ['multipart/form-data'],
          querystring: newLoad(kinds),
          response: { 201: requestedRun },
        },
      },
      async (request, reply) => {
        const { kind, dryRun } = request.query
        const visitor = visitorOf(request)
        const most = await settings.get(megabytes)
        await uploadDirectory(place.dataDirectory)
        const id = randomBytes(16).toString('hex')
        const path = uploadPath(place.dataDirectory, id)
        const limits = {
          megabytes: most,
          pace: services.uploadPace ?? usualPace,
          tooLarge: tooLarge(most, megabytes.key),
        }
        const runId = await takeUpload(request, path, limits, async ({ givenName, bytes, sha256 }) => {
          const fileName = uploadName(givenName)
          await transaction(database.pool, async (client) => {
            await addUpload(client, {
              id,
              application,
              fileName,
              bytes,
              sha256,
              reading: { load: kind },
              owner: visitor.accountId,
              uploadedBy: authorOf(visitor),
              uploadedAt: new Date(engine.clock.now().epochMilliseconds),
            })
            await recordAudit(client, {
              actor: authorOf(visitor),
              action: 'load.received',
              subject: `upload:${id}`,
              application,
              address: request.ip,
              detail: { fileName, bytes, sha256, kind, dryRun },
            })
          })
          try {
            return await launch(request, { kind, uploadId: id, fileName, dryRun })
          } catch (error) {
            await forgetUpload(database.pool, place.dataDirectory, id)
            throw error
          }
        })
        return reply.code(201).send({ runId })
      },
    )
  })

  server.get(
    `${base}/loads`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'Last loads and simulations, newest first',
        querystring: pageQuery,
        response: { 200: loadPage },
      },
    },
    async ({ query: { before, size } }) => {
      const found = await readLoads(database.pool, office, { before: before ?? null, size })
      const items = found.slice(0, size).map(loadSummaryAnswer)
      return { items, next: found.length > size ? (items.at(-1)?.id ?? null) : null }
    },
  )

  server.get(
    `${base}/loads/:id`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'The report of one load, by its run',
        params: z.object({ id: pathId }),
        response: { 200: loadReport },
      },
    },
    async (request) => {
      const details = await loadOf(request.params.id)
      return await loadReportAnswer(database.pool, office, details, visitorOf(request))
    },
  )

  server.post(
    `${base}/loads/:id/application`,
    {
      config: { access: { who: 'operator', of: application } },
      schema: {
        tags,
        summary: 'Loads the very file that this run simulated',
        params: z.object({ id: pathId }),
        response: { 202: requestedRun },
      },
    },
    async (request, reply) => {
      const { state, kind, fileName, upload } = await loadOf(request.params.id)
      if (state !== 'simulated') throw problem('REQUEST_REFUSED', { detail: notSimulated })
      if (upload === null || !mayUse(application, upload, visitorOf(request)))
        throw problem('UNKNOWN_UPLOAD', { detail: sendAgain })
      const runId = await launch(request, { kind, uploadId: upload.id, fileName, dryRun: false })
      return reply.code(202).send({ runId })
    },
  )

  async function loadOf(runId: number) {
    const details = await readLoad(database.pool, office, runId)
    if (details === null) throw problem('UNKNOWN_RUN', { detail: noLoad(runId) })
    return details
  }

  async function launch(
    request: Parameters<typeof requestLaunch>[1],
    parameters: {
      readonly kind: string
      readonly uploadId: string
      readonly fileName: string
      readonly dryRun: boolean
    },
  ): Promise<number> {
    const { runId } = await requestLaunch(engine, request, {
      code: office.batchCode,
      parameters,
      confirmation: undefined,
    })
    return runId
  }
}

function tooLarge(megabytes: number, setting: string): Text {
  return {
    fr: `Le fichier dépasse ${megabytes} Mo (paramètre ${setting}) : rien n'a été gardé. Envoyez-le en plusieurs fois`,
    en: `The file exceeds ${megabytes} MB (setting ${setting}): nothing was kept. Send it in parts`,
  }
}

function noLoad(runId: number): Text {
  return { fr: `L'exécution ${runId} n'est pas un chargement`, en: `Run ${runId} is no load` }
}

const notSimulated = {
  fr: 'Seule une simulation terminée peut être appliquée',
  en: 'Only a simulation that has ended can be applied',
}
const sendAgain = {
  fr: "Un fichier reçu est gardé 24 heures, ou jusqu'à son chargement : envoyez-le de nouveau",
  en: 'A file received is kept for 24 hours, or until it is loaded: send it again',
}
