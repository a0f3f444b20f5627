import { z } from 'zod'
import { readPreference, writePreference } from '../../platform/accounts/preference.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { problem } from '../problem.ts'
import { noContent } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'

const tags = ['account']
const params = z.object({ key: z.string().regex(/^[a-z0-9][a-z0-9._:-]{0,99}$/i) })
const largestBytes = 20_000

/** What you like to see: columns, density. The pages decide what is in it. */
export function addPreferences(server: ApiServer, { installation }: ApiServices): void {
  const { pool } = installation.database
  server.get(
    '/api/preferences/:key',
    {
      config: { access: { who: 'signed-in' } },
      schema: {
        tags,
        summary: 'One of your preferences; null when nothing was kept',
        params,
        response: { 200: z.object({ value: z.unknown() }) },
      },
    },
    async (request) => ({
      value: (await readPreference(pool, visitorOf(request).accountId, request.params.key)) ?? null,
    }),
  )

  server.put(
    '/api/preferences/:key',
    {
      config: { access: { who: 'signed-in' } },
      schema: {
        tags,
        summary: 'Keep a preference (any JSON, 20 kB at most)',
        params,
        body: z.object({ value: z.unknown() }),
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const { value } = request.body
      if (Buffer.byteLength(JSON.stringify(value ?? null)) > largestBytes) throw problem('TOO_LARGE')
      if (!(await writePreference(pool, visitorOf(request).accountId, request.params.key, value)))
        throw problem('TOO_LARGE')
      return reply.code(204).send()
    },
  )
}
