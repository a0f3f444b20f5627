import { z } from 'zod'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { type EventStream, eventStream } from '../event-stream.ts'
import { liveEvents } from '../live-events.ts'
import { ownership } from '../ownership.ts'
import { problem } from '../problem.ts'
import type { ApplicationCode } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'
import { applicationsOf, may, type Visitor } from '../visitor.ts'

export interface EventTimes {
  /** A comment is sent this often, so that nobody between takes the line for dead. */
  readonly heartbeatMs: number
  /** Whether the session still stands, and what it may see, is looked at this often. */
  readonly identifyMs: number
}

const usualTimes: EventTimes = { heartbeatMs: 15_000, identifyMs: 30_000 }

const connectionsPerAccount = 20

/** Live updates: one stream of server-sent events a screen. */
export function addEvents(server: ApiServer, services: ApiServices, times: EventTimes = usualTimes): void {
  const { installation, log } = services
  const events = liveEvents({
    url: installation.database.url,
    ownership: ownership(services),
    onError: (error) => log.error('live events', { error }),
  })
  const streams = new Set<EventStream>()
  const perAccount = new Map<number, number>()
  // Streams never end by themselves, and the server waits for all connections.
  server.addHook('preClose', async () => {
    for (const stream of streams) stream.end()
    await events.stop()
  })

  function count(account: number, step: 1 | -1): void {
    const left = (perAccount.get(account) ?? 0) + step
    if (left > 0) perAccount.set(account, left)
    else perAccount.delete(account)
  }

  server.get(
    '/api/events',
    {
      exposeHeadRoute: false,
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags: ['events'],
        summary: 'What happens, live, as server-sent events',
        response: {
          200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      let visitor = visitorOf(request)
      const { accountId } = visitor
      const { raw } = reply
      if ((perAccount.get(accountId) ?? 0) >= connectionsPerAccount) throw problem('TOO_MANY_REQUESTS')
      const stream = eventStream(raw)
      const leaving: (() => void)[] = []
      // Told even if the client is gone before the stream begins.
      raw.once('close', () => {
        for (const leave of leaving.splice(0)) leave()
      })
      const onLeave = (leave: () => void) => {
        if (raw.destroyed) leave()
        else leaving.push(leave)
      }
      count(accountId, 1)
      onLeave(() => count(accountId, -1))
      onLeave(
        await events.watch((event, application) => {
          if (concerns(visitor, application)) stream.send(event)
        }),
      )
      const beating = setInterval(() => stream.beat(), times.heartbeatMs)
      onLeave(() => clearInterval(beating))
      const identifying = setInterval(async () => {
        try {
          const now = await services.identify(request)
          if (now === null || now.accountId !== accountId || applicationsOf(now).length === 0) stream.end()
          else visitor = now
        } catch (error) {
          // The database may be away for a moment; events do not come meanwhile either.
          log.warn('the session of a stream could not be looked at', { error })
        }
      }, times.identifyMs)
      onLeave(() => clearInterval(identifying))
      streams.add(stream)
      onLeave(() => streams.delete(stream))
      reply.hijack()
      raw.on('error', () => {})
      stream.open(reply.getHeaders())
    },
  )
}

function concerns(visitor: Visitor, application: ApplicationCode | null): boolean {
  return application === null || may(visitor, 'reader', application)
}
