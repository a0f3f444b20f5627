import type { FastifyRequest } from 'fastify'
import type { ApiServer } from './api-server.ts'

/** How long the body of a request may take to arrive. */
export interface BodyPatience {
  /** From the headers to the last byte, where the route has no pace of its own (`config.ownPace`). */
  readonly wholeMs: number
  /** Once the answer is sent: who was refused may go on for so long, since browsers read the answer only then. */
  readonly afterAnswerMs: number
}

export const usualPatience: BodyPatience = { wholeMs: 60_000, afterAnswerMs: 5_000 }

/**
 * Cuts the connections of those who send a body without end, signed in or not: they cost nothing to open and would be
 * kept for ever. Node's own limit (`requestTimeout`) cannot serve, since it would count for uploads too.
 */
export function limitBodies(server: ApiServer, { wholeMs, afterAnswerMs }: BodyPatience): void {
  server.addHook('onRequest', async (request) => {
    if (request.routeOptions.config?.ownPace !== true) cutUnlessComplete(request, wholeMs)
  })
  server.addHook('onResponse', async (request) => cutUnlessComplete(request, afterAnswerMs))
}

function cutUnlessComplete({ raw, headers }: FastifyRequest, afterMs: number): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  // Requests that tests inject come by no connection, and do not say.
  if (!hasBody || raw.complete !== false) return
  const timer = setTimeout(() => {
    if (!raw.complete) raw.socket.destroy()
  }, afterMs).unref()
  raw.once('end', () => clearTimeout(timer))
}
