import { z } from 'zod'
import { openDownload } from '../../batch/downloadable-file.ts'
import { runDirectory } from '../../batch/run-files.ts'
import { cancelEdition, whyNotCancellable } from '../../health/follow-ups/cancel-edition.ts'
import { type Edition, noteDownload, readEdition, readEditions } from '../../health/follow-ups/editions.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { attachment, contentType } from '../download.ts'
import { answerEdit } from '../edit-problem.ts'
import { problem } from '../problem.ts'
import { pathId } from '../schemas/common.ts'
import {
  editionCancellation,
  type FollowUpEdition,
  followUpEditionPage,
  followUpEditionQuery,
} from '../schemas/health-follow-ups.ts'
import type { ApiServices } from '../services.ts'

const tags = ['follow-ups']
const params = z.object({ id: pathId })

/** What the batches of follow-ups left to download: listings and letters. */
export function addHealthFollowUpEditions(server: ApiServer, { installation }: ApiServices): void {
  const { database, place } = installation
  const shown = async (edition: Edition): Promise<FollowUpEdition> => ({
    ...edition,
    cancellable:
      edition.cancelledAt === null && whyNotCancellable(edition, await installation.now()) === null,
  })

  server.get(
    '/api/health/follow-up-editions',
    {
      config: { access: { who: 'reader', of: 'health' } },
      schema: {
        tags,
        summary: 'Listings and letters, the newest first',
        querystring: followUpEditionQuery,
        response: { 200: followUpEditionPage },
      },
    },
    async ({ query: { batch, before, size } }) => {
      const { items, next } = await readEditions(database.pool, {
        batches: batch === undefined || batch.length === 0 ? null : batch,
        before: before ?? null,
        size,
      })
      return { items: await Promise.all(items.map(shown)), next }
    },
  )

  server.get(
    '/api/health/follow-up-editions/:id/content',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags,
        summary: 'The file of an edition; who took it first, and when, is noted',
        params,
        response: {
          200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const found = await readEdition(database.pool, request.params.id)
      if (found === null) throw problem('UNKNOWN_FILE')
      const { edition, path } = found
      if (edition.cancelledAt !== null) throw problem('REQUEST_REFUSED', { detail: cancelled })
      const opened = await openDownload(path, {
        runDirectory: runDirectory(place.dataDirectory, edition.runId),
        dataDirectory: place.dataDirectory,
        importDirectory: null,
      })
      if (!opened.ok) throw problem(opened.why === 'gone' ? 'FILE_GONE' : 'UNKNOWN_FILE')
      try {
        const { author, address } = acting(request)
        const now = (await installation.now()).toString()
        await transaction(database.pool, async (client) => {
          await noteDownload(client, edition.id, author, now)
          await recordAudit(client, {
            actor: author,
            action: 'file.downloaded',
            subject: `run:${edition.runId}`,
            application: 'health',
            address,
            detail: { batch: edition.batchCode, edition: edition.id, personal: true },
          })
        })
      } catch (error) {
        await opened.handle.close()
        throw error
      }
      return reply
        .header(
          'content-type',
          contentType(edition.fileName.endsWith('.pdf') ? 'application/pdf' : 'text/csv'),
        )
        .header('content-length', opened.bytes)
        .header('content-disposition', attachment(edition.fileName))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(opened.handle.createReadStream() as unknown as string)
    },
  )

  server.post(
    '/api/health/follow-up-editions/:id/cancellation',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags,
        summary: 'Undoes an edition of letters within seven days: its follow-ups are as they were before',
        params,
        response: { 200: editionCancellation },
      },
    },
    async (request) => {
      const { id } = request.params
      const result = await answerEdit(cancelEdition(database, acting(request), id, await installation.now()))
      const found = await readEdition(database.pool, id)
      if (found === null) throw problem('UNKNOWN_FILE')
      return { ...result, edition: await shown(found.edition) }
    },
  )
}

const cancelled = {
  fr: 'Cette édition est annulée : ses lettres ne sont plus à poster. Le fichier reste sur la page de son exécution.',
  en: 'This edition is cancelled: its letters are not to be posted. The file is still on the page of its run.',
}
