import {
  countAttachmentStates,
  readAttachments,
  retryAttachments,
} from '../../admissions/opi/attachments/read-attachments.ts'
import { campaignInService } from '../../admissions/opi/queue/read-queue.ts'
import { opiAttachments } from '../../admissions/settings.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { noteLook } from '../note-look.ts'
import { problem } from '../problem.ts'
import { opiRetried } from '../schemas/admissions-opi.ts'
import {
  attachmentPage,
  attachmentQuery,
  attachmentRetry,
  attachmentSummary,
} from '../schemas/admissions-opi-files.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
const reads = { access: { who: 'reader', of: 'admissions' } } as const

/** Attachments of pre-registrations: the queue of BATCH_ASYNC_OPI_PJ (admissions.md 3.12). */
export function addAdmissionsOpiAttachments(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, place } = installation
  const campaign = () => campaignInService(database.pool, place.connections?.sisKind ?? 'D')

  server.get(
    '/api/admissions/opi/attachments/summary',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Attachments of the campaign in service by state',
        response: { 200: attachmentSummary },
      },
    },
    async () => {
      const found = await campaign()
      const counts = await countAttachmentStates(database.pool, found?.id ?? 0)
      return { used: await settings.get(opiAttachments), ...counts }
    },
  )

  server.get(
    '/api/admissions/opi/attachments',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Attachments of the campaign in service, newest first',
        querystring: attachmentQuery,
        response: { 200: attachmentPage },
      },
    },
    async (request) => {
      const { state, aside, dossier, after = null, size } = request.query
      const states = state === undefined || state.length === 0 ? null : state
      await noteLook(services, request, 'opi.attachments-listed', { states, aside }, 'admissions')
      const found = await campaign()
      if (found === null) return { items: [], next: null }
      const query = { states, aside, dossier: dossier || null, after, size }
      return await readAttachments(database.pool, found.id, query)
    },
  )

  server.post(
    '/api/admissions/opi/attachments/retry',
    {
      config: { access: { who: 'operator', of: 'admissions' } },
      schema: {
        tags,
        summary: 'Errors and absent files wait again, attempts forgotten: also those put aside',
        body: attachmentRetry,
        response: { 200: opiRetried },
      },
    },
    async (request) => {
      const found = await campaign()
      if (found === null) throw problem('REQUEST_REFUSED', { detail: noCampaign })
      const now = engine.clock.now()
      return { retried: await retryAttachments(database, acting(request), found.id, request.body, now) }
    },
  )
}

const noCampaign = {
  fr: 'Aucune campagne n’est en service : il n’y a rien à verser.',
  en: 'No campaign is in service: there is nothing to pour.',
}
