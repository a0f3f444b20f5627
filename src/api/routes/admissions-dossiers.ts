import { z } from 'zod'
import { readDossier } from '../../admissions/dossiers/read-dossier.ts'
import { readDossiers } from '../../admissions/dossiers/read-dossiers.ts'
import { readFailedUnits, releaseUnit } from '../../admissions/dossiers/set-aside.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { noteLook } from '../note-look.ts'
import { problem } from '../problem.ts'
import {
  dossier,
  dossierChoices,
  dossierPage,
  dossierQuery,
  failedUnitPage,
  failedUnitQuery,
  failedUnitRelease,
} from '../schemas/admissions-dossiers.ts'
import { noContent, pathId } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions-dossiers']
const reads = { access: { who: 'reader', of: 'admissions' } } as const
/** Who applies, and what was decided, is for those who work with it. */
const acts = { access: { who: 'operator', of: 'admissions' } } as const

/** Comptes et candidatures: search, one dossier, and what failed or was put aside. */
export function addAdmissionsDossiers(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, place } = installation

  server.get(
    '/api/admissions/dossiers',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Accounts, newest first, with where they stand',
        querystring: dossierQuery,
        response: { 200: dossierPage },
      },
    },
    async (request) => {
      const { search, campaign, state, data, formation, application, failed, before, size } = request.query
      await noteLook(
        services,
        request,
        'dossiers.listed',
        { campaign, state, data, formation, application, failed, searched: search !== undefined },
        'admissions',
      )
      const { items, next } = await readDossiers(
        database.pool,
        {
          search: search === undefined || search === '' ? null : search,
          campaign: campaign ?? null,
          state: state ?? null,
          data: data === undefined ? null : data === 'true',
          formation: formation ?? null,
          application: application ?? null,
          failed: failed ?? null,
          before: before ?? null,
          size,
        },
        engine.clock.now().toString(),
      )
      return { items: items.map((one) => ({ ...one, validUntil: one.validUntil.toISOString() })), next }
    },
  )

  server.get(
    '/api/admissions/dossiers/:id',
    {
      config: acts,
      schema: {
        tags,
        summary: 'All of one dossier, and what each batch did to it',
        params: z.object({ id: pathId }),
        response: { 200: dossier },
      },
    },
    async (request) => {
      const { id } = request.params
      await noteLook(services, request, 'dossier.seen', { account: id }, 'admissions')
      const read = await readDossier(database.pool, id, {
        now: engine.clock.now(),
        timeZone: place.timeZone,
      })
      if (read === null) throw problem('UNKNOWN_CANDIDATE', { detail: gone })
      return dossier.parse(JSON.parse(JSON.stringify(read), withUtc))
    },
  )

  server.get(
    '/api/admissions/dossier-choices',
    {
      config: reads,
      schema: { tags, summary: 'Campaigns and formations to filter by', response: { 200: dossierChoices } },
    },
    async () => {
      const campaigns = await database.pool.query<z.infer<typeof dossierChoices>['campaigns'][number]>(
        `select id, code, label, archived_at is not null as archived from admissions.campaign
         where destroyed_at is null order by in_service desc, code desc`,
      )
      const formations = await database.pool.query<z.infer<typeof dossierChoices>['formations'][number]>(
        'select id, code, label from admissions.formation order by code',
      )
      return { campaigns: campaigns.rows, formations: formations.rows }
    },
  )

  server.get(
    '/api/admissions/set-aside',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Units of batches that failed: tried again later, or put aside until they are released',
        querystring: failedUnitQuery,
        response: { 200: failedUnitPage },
      },
    },
    async (request) => {
      const { batch, quarantined, after, size } = request.query
      await noteLook(services, request, 'set-aside.listed', { batch, quarantined }, 'admissions')
      const { items, next } = await readFailedUnits(database.pool, {
        batch: batch ?? null,
        quarantined: quarantined === undefined ? null : quarantined === 'true',
        after: after ?? null,
        size,
      })
      return {
        items: items.map((one) => ({
          ...one,
          failedAt: one.failedAt.toISOString(),
          nextTry: one.nextTry.toISOString(),
        })),
        next,
      }
    },
  )

  server.post(
    '/api/admissions/set-aside/release',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Has a failed unit tried again at the next run of its batch',
        body: failedUnitRelease,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const { batch, unit } = request.body
      if (!(await releaseUnit(database, acting(request), batch, unit)))
        throw problem('NOT_FOUND', { detail: released })
      return reply.code(204).send()
    },
  )
}

/** Instants that the database writes into JSON have its offset: all are told in UTC. */
function withUtc(_: string, value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*[+-]\d\d:\d\d$/.test(value)
    ? new Date(value).toISOString()
    : value
}

const gone = {
  fr: 'Ce dossier n’existe pas, ou plus : sa campagne a pu être détruite',
  en: 'There is no such dossier, or no more: its campaign may have been destroyed',
}
const released = {
  fr: 'Cette unité n’est plus en échec : elle a réussi depuis, ou quelqu’un l’a déjà relancée',
  en: 'This unit has failed no more: it has succeeded since, or somebody has released it already',
}
