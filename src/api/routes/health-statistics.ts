import { z } from 'zod'
import { whyNotReadyToSend } from '../../health/statistics/endpoint.ts'
import {
  approvePush,
  buildNow,
  listPushes,
  plannedThreshold,
  readPush,
  storePush,
} from '../../health/statistics/push-store.ts'
import { statisticsSender } from '../../health/statistics/settings.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import {
  type StatisticPushPage,
  statisticPushList,
  statisticPushPage,
  statisticPushQuery,
} from '../schemas/health-statistics.ts'
import type { ApiServices } from '../services.ts'

const tags = ['statistics']
const params = z.object({ id: z.uuid() })
const reads = { access: { who: 'reader', of: 'health' } } as const

/** Statistics for calcium-dashboard: what would be sent, its approval, what was sent. */
export function addHealthStatistics(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database, settings, place } = installation

  async function found(id: string): Promise<StatisticPushPage> {
    const one = await readPush(database.pool, id)
    if (one === null) throw problem('UNKNOWN_STATISTICS')
    return { ...one.push, payload: one.payload as StatisticPushPage['payload'] }
  }

  server.get(
    '/api/health/statistics',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Previews and sendings, newest first',
        querystring: statisticPushQuery,
        response: { 200: statisticPushList },
      },
    },
    async ({ query: { before, size } }) => {
      const [at, id] = before?.split('~') ?? []
      const page = await listPushes(database.pool, {
        size,
        before: at === undefined || id === undefined ? undefined : { at, id },
      })
      const { rows } = await database.pool.query<{ ended_at: Date }>(
        `select ended_at from batch_run where batch_code = 'MAJ_IDENTITE' and state = 'finished'
         order by id desc limit 1`,
      )
      return {
        items: page.pushes,
        next: page.next === null ? null : `${page.next.at}~${page.next.id}`,
        missing: await whyNotReadyToSend({ ...installation, clock: engine.clock }),
        refreshedAt: rows[0]?.ended_at.toISOString() ?? null,
      }
    },
  )

  server.post(
    '/api/health/statistics/previews',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags,
        summary: 'Builds and keeps what would be sent now; nothing leaves',
        response: { 201: statisticPushPage },
      },
    },
    async (request, reply) => {
      const { author, address } = acting(request)
      const now = engine.clock.now()
      const id = await transaction(database.pool, async (client) => {
        const built = await buildNow(client, {
          now,
          timeZone: place.timeZone,
          threshold: await plannedThreshold(client),
          sender: await settings.get(statisticsSender),
        })
        const made = await storePush(client, built, { now, previewedBy: author })
        await recordAudit(client, {
          actor: author,
          action: 'statistics.previewed',
          subject: `statistics:${made}`,
          application: 'health',
          address,
          detail: { cells: built.cells, masked: built.masked },
        })
        return made
      })
      return await reply.code(201).send(await found(id))
    },
  )

  server.get(
    '/api/health/statistics/:id',
    {
      config: reads,
      schema: {
        tags,
        summary: 'One preview or sending, with its figures',
        params,
        response: { 200: statisticPushPage },
      },
    },
    async (request) => await found(request.params.id),
  )

  server.post(
    '/api/health/statistics/:id/approval',
    {
      config: { access: { who: 'administrator', of: 'health' } },
      schema: {
        tags,
        summary: 'Agrees that figures such as these are sent',
        params,
        response: { 200: statisticPushPage },
      },
    },
    async (request) => {
      const { author, address } = acting(request)
      const { id } = request.params
      await found(id)
      await transaction(database.pool, async (client) => {
        if (!(await approvePush(client, id, author, engine.clock.now())))
          throw problem('NOT_A_PREVIEW', {
            detail: {
              fr: 'Seul un aperçu s’approuve, et du schéma de cette version : préparez-en un nouveau',
              en: 'Only a preview is approved, and of the schema of this version: prepare a new one',
            },
          })
        await recordAudit(client, {
          actor: author,
          action: 'statistics.approved',
          subject: `statistics:${id}`,
          application: 'health',
          address,
        })
      })
      return await found(id)
    },
  )
}
