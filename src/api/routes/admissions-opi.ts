import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type BulkAct, changeAll, countBulk, retryOpi } from '../../admissions/opi/queue/change-queue.ts'
import { decideIdentity, findMatches, type Matches } from '../../admissions/opi/queue/decide-identity.ts'
import { campaignInService, countQueue, opiStates, readQueue } from '../../admissions/opi/queue/read-queue.ts'
import { opiTableNames } from '../../admissions/opi/settings.ts'
import { databaseTarget } from '../../admissions/opi/target/database-target.ts'
import { OpiTargetUnavailable } from '../../admissions/opi/target/opi-target.ts'
import { opiUsed } from '../../admissions/settings.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { noteLook } from '../note-look.ts'
import { problem } from '../problem.ts'
import {
  opiBulk,
  opiBulkDone,
  opiBulkPreview,
  opiIdentity,
  opiMatches,
  opiPage,
  opiQuery,
  opiRetried,
  opiRetry,
  opiSummary,
} from '../schemas/admissions-opi.ts'
import { noContent, pathId } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
const reads = { access: { who: 'reader', of: 'admissions' } } as const
const acts = { access: { who: 'operator', of: 'admissions' } } as const
const decides = { access: { who: 'administrator', of: 'admissions' } } as const
const params = z.object({ applicationId: pathId })

/** « OPI »: the queue of what is poured into the student information system (admissions.md 3.4, 5.2). */
export function addAdmissionsOpi(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, place } = installation
  const sisKind = place.connections?.sisKind ?? 'D'
  const campaign = () => campaignInService(database.pool, sisKind)
  async function theCampaign() {
    const found = await campaign()
    if (found === null) throw problem('REQUEST_REFUSED', { detail: words.noCampaign })
    return found
  }
  const noCounts = Object.fromEntries(opiStates.map((state) => [state, 0])) as Record<
    (typeof opiStates)[number],
    number
  >

  server.get(
    '/api/admissions/opi/summary',
    {
      config: reads,
      schema: {
        tags,
        summary:
          'Pre-registrations of the campaign in service by state and cause, and whether they can be poured',
        response: { 200: opiSummary },
      },
    },
    async () => {
      const found = await campaign()
      const counts =
        found === null
          ? { states: noCounts, aside: 0, causes: [] }
          : await countQueue(database.pool, found.id)
      return {
        used: await settings.get(opiUsed),
        sisKind,
        targetConfigured: sisKind === 'P' || (sisKind === 'A' && place.connections?.opiUrl != null),
        campaign: found === null ? null : { code: found.code, label: found.label },
        ...counts,
      }
    },
  )

  server.get(
    '/api/admissions/opi',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Pre-registrations of the campaign in service, newest first',
        querystring: opiQuery,
        response: { 200: opiPage },
      },
    },
    async (request) => {
      const { state, cause = null, aside, dossier = null, after = null, size } = request.query
      const states = state === undefined || state.length === 0 ? null : state
      await noteLook(services, request, 'opi.listed', { states, cause, aside }, 'admissions')
      const found = await campaign()
      if (found === null) return { items: [], next: null }
      const query = { states, cause, aside, dossier: dossier === '' ? null : dossier, after, size }
      return await readQueue(database.pool, found.id, query)
    },
  )

  server.post(
    '/api/admissions/opi/retry',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Errors wait again, attempts forgotten: also those put aside',
        body: opiRetry,
        response: { 200: opiRetried },
      },
    },
    async (request) => {
      const { id } = await theCampaign()
      const retried = await retryOpi(database, acting(request), id, request.body, engine.clock.now())
      return { retried }
    },
  )

  server.get(
    '/api/admissions/opi/:applicationId/matches',
    {
      config: decides,
      schema: {
        tags,
        summary:
          'The candidate beside the records of the information system that may be theirs, read there now',
        params,
        response: { 200: opiMatches },
      },
    },
    async (request) => {
      const { applicationId } = request.params
      await noteLook(services, request, 'opi.matches-read', { applicationId }, 'admissions')
      const { candidate, records } = await matchesOf(applicationId)
      const { dossierNo, birthName, firstName, bornOn, studentNo } = candidate
      return { candidate: { dossierNo, birthName, firstName, bornOn, studentNo }, records: [...records] }
    },
  )

  server.put(
    '/api/admissions/opi/:applicationId/identity',
    {
      config: decides,
      schema: {
        tags,
        summary: 'Says which record of the information system is the candidate’s, or that none of them is',
        params,
        body: opiIdentity,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const matches = await matchesOf(request.params.applicationId)
      const now = engine.clock.now()
      await answerEdit(decideIdentity(database, acting(request), matches, request.body, now))
      return reply.code(204).send()
    },
  )

  server.get(
    '/api/admissions/opi/bulk-preview',
    {
      config: decides,
      schema: {
        tags,
        summary: 'How many pre-registrations « recharger » and « annuler » would change',
        response: { 200: opiBulkPreview },
      },
    },
    async () => {
      const { id } = await theCampaign()
      return {
        reload: await countBulk(database.pool, id, 'reload'),
        cancel: await countBulk(database.pool, id, 'cancel'),
      }
    },
  )

  server.post(
    '/api/admissions/opi/reload',
    {
      config: decides,
      schema: {
        tags,
        summary: 'The whole campaign is poured anew: for a target that was purged',
        body: opiBulk,
        response: { 200: opiBulkDone },
      },
    },
    (request) => bulk(request, request.body.confirm, 'reload'),
  )

  server.post(
    '/api/admissions/opi/cancel',
    {
      config: decides,
      schema: {
        tags,
        summary: 'What waits is noted as done without being sent',
        body: opiBulk,
        response: { 200: opiBulkDone },
      },
    },
    (request) => bulk(request, request.body.confirm, 'cancel'),
  )

  async function bulk(request: FastifyRequest, confirm: string, act: BulkAct) {
    const { id, code } = await theCampaign()
    if (confirm !== code) throw problem('CONFIRMATION_REQUIRED', { detail: words.typeCode(code) })
    return { applications: await changeAll(database, acting(request), id, act, engine.clock.now()) }
  }

  async function matchesOf(applicationId: number): Promise<Matches> {
    const url = sisKind === 'A' ? (place.connections?.opiUrl ?? null) : null
    if (url === null) throw problem('REQUEST_REFUSED', { detail: words.noTarget })
    const target = databaseTarget(url, { names: await settings.get(opiTableNames) })
    const today = engine.clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate().toString()
    try {
      const matches = await findMatches({ database, settings, target, today }, applicationId)
      if (matches === null) throw problem('NOT_FOUND')
      return matches
    } catch (error) {
      if (!(error instanceof OpiTargetUnavailable)) throw error
      throw problem('REQUEST_REFUSED', { detail: words.unavailable(error.message) })
    } finally {
      await target.close()
    }
  }
}

const words = {
  noCampaign: {
    fr: 'Aucune campagne n’est en service : il n’y a rien à verser.',
    en: 'No campaign is in service: there is nothing to pour.',
  },
  noTarget: {
    fr: 'La base qui reçoit les OPI n’est pas configurée (NOCTURNE_OPI_URL).',
    en: 'The database that takes pre-registrations is not configured (NOCTURNE_OPI_URL).',
  },
  typeCode: (code: string) => ({
    fr: `Tapez le code de la campagne pour confirmer : ${code}`,
    en: `Type the code of the campaign to confirm: ${code}`,
  }),
  unavailable: (message: string) => ({
    fr: `Le SI Scolarité ne répond pas : ${message}`,
    en: `The information system does not answer: ${message}`,
  }),
}
