import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import multipart from '@fastify/multipart'
import { z } from 'zod'
import { usualPace } from '../../exchange/uploads/sending-pace.ts'
import { uploadDirectory, uploadPath } from '../../exchange/uploads/upload-store.ts'
import { countOutcomes } from '../../health/feeding/feed-outcome.ts'
import { editVaccine } from '../../health/vaccines/edit-vaccine.ts'
import { feedVaccinations } from '../../health/vaccines/feed-vaccinations.ts'
import { findVaccine, readVaccines } from '../../health/vaccines/read-vaccines.ts'
import { vaccineFilePath } from '../../health/vaccines/sources/given-file.ts'
import { readPage, SourceFailure } from '../../health/vaccines/vaccine-source.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { acting } from '../acting.ts'
import { feedAnswer, takenRecord } from '../answers/feed-answer.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { takeUpload } from '../receive-upload.ts'
import { requestLaunch } from '../request-launch.ts'
import { pathId } from '../schemas/common.ts'
import { feedAnswer as feedAnswerSchema, referencePath } from '../schemas/health-feeding.ts'
import {
  fedRecord,
  vaccination,
  vaccinationList,
  vaccine,
  vaccineEdit,
  vaccinePage,
  vaccineQuery,
} from '../schemas/health-vaccines.ts'
import { requestedRun } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'

const tags = ['vaccines']
const reads = { access: { who: 'reader', of: 'health' } } as const
const changes = { access: { who: 'operator', of: 'health' } } as const
const megabytes = 20

/** The reference of vaccines, and the vaccinations that a real service feeds. */
export function addHealthVaccines(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, place } = installation

  server.get(
    '/api/health/vaccines',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Vaccines, by name',
        querystring: vaccineQuery,
        response: { 200: vaccinePage },
      },
    },
    async ({ query: { search, active, after, size } }) =>
      await readVaccines(database.pool, {
        search: search ?? null,
        active: active ?? null,
        after: after ?? null,
        size,
      }),
  )

  server.patch(
    '/api/health/vaccines/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Changes what the service says of a vaccine, or goes back to its source',
        params: z.object({ id: pathId }),
        body: vaccineEdit,
        response: { 200: vaccine },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, values, revert } = request.body
      const now = engine.clock.now().toString()
      const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
      const edited = await editVaccine(database, acting(request), id, { version, values: given, revert }, now)
      if (edited.ok) return edited.vaccine
      if (edited.reason === 'not-found') throw problem('NOT_FOUND', { detail: unknown })
      throw problem('STALE_VERSION', {
        detail: stale,
        more: { version: (await findVaccine(database.pool, id))?.version },
      })
    },
  )

  // In a scope of its own: no other route takes multipart bodies.
  server.register(async (scope: ApiServer) => {
    await scope.register(multipart)
    scope.post(
      '/api/health/vaccines/list',
      {
        config: { access: { who: 'administrator', of: 'health' }, ownPace: true },
        schema: {
          tags,
          summary: 'Puts a JSON list of vaccines in place and imports it (multipart, one file)',
          consumes: ['multipart/form-data'],
          response: { 201: requestedRun },
        },
      },
      async (request, reply) => {
        await uploadDirectory(place.dataDirectory)
        const path = uploadPath(place.dataDirectory, randomBytes(16).toString('hex'))
        const limits = { megabytes, pace: services.uploadPace ?? usualPace, tooLarge }
        const runId = await takeUpload(request, path, limits, async ({ bytes, sha256 }) => {
          expectList(await readFile(path))
          const kept = vaccineFilePath(place.dataDirectory)
          await mkdir(dirname(kept), { recursive: true, mode: 0o750 })
          await recordAudit(database.pool, {
            actor: acting(request).author,
            action: 'vaccines.list-received',
            application: 'health',
            address: request.ip,
            detail: { bytes, sha256 },
          })
          await chmod(path, 0o640)
          await rename(path, kept)
          const { runId } = await requestLaunch(engine, request, {
            code: 'MES_VACCINS',
            parameters: { source: 'file' },
            confirmation: undefined,
          })
          return runId
        })
        return reply.code(201).send({ runId })
      },
    )
  })

  server.put(
    '/api/health/vaccinations/by-reference/:reference',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Creates or updates the vaccination of this reference',
        params: referencePath,
        body: vaccination,
        response: { 200: fedRecord, 201: fedRecord },
      },
    },
    async (request, reply) => {
      const { reference } = request.params
      const now = engine.clock.now().toString()
      const fed = await transaction(database.pool, async (client) => {
        const [answer] = await feedVaccinations(client, [{ ...request.body, reference }], now)
        const { outcome, id } = takenRecord(answer!)
        if (outcome !== 'unchanged')
          await recordAudit(client, {
            actor: acting(request).author,
            action: 'vaccination.fed',
            subject: `vaccination:${id}`,
            application: 'health',
            address: request.ip,
            detail: { outcome },
          })
        return { id, outcome }
      })
      return reply.code(fed.outcome === 'created' ? 201 : 200).send(fed)
    },
  )

  server.post(
    '/api/health/vaccinations',
    {
      config: changes,
      schema: {
        tags,
        summary:
          'Creates or updates vaccinations by reference, at most 500: each is taken or rejected by itself',
        body: vaccinationList,
        response: { 200: feedAnswerSchema },
      },
    },
    async (request) =>
      await transaction(database.pool, async (client) => {
        const now = engine.clock.now().toString()
        const outcomes = await feedVaccinations(client, request.body.items, now)
        const counts = countOutcomes(outcomes)
        if (counts.created + counts.updated > 0)
          await recordAudit(client, {
            actor: acting(request).author,
            action: 'vaccinations.fed',
            application: 'health',
            address: request.ip,
            detail: counts,
          })
        return feedAnswer(outcomes, request.language)
      }),
  )
}

/** The list before it replaces the one that is there. */
function expectList(bytes: Buffer): void {
  try {
    readPage(bytes.toString('utf8'), 'le fichier')
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
    throw problem('INVALID_REQUEST', {
      detail: {
        fr: `Ce n'est pas une liste de vaccins (${error.message})`,
        en: `This is no list of vaccines (${error.message})`,
      },
    })
  }
}

const tooLarge = {
  fr: "Le fichier dépasse 20 Mo : rien n'a été gardé",
  en: 'The file exceeds 20 MB: nothing was kept',
}
const unknown = { fr: "Ce vaccin n'existe pas", en: 'There is no such vaccine' }
const stale = {
  fr: 'Ce vaccin a changé entre-temps, par un import ou un collègue : rechargez-le',
  en: 'This vaccine has changed meanwhile, by an import or a colleague: reload it',
}
