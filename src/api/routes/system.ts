import { statfs } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { commandSuffix } from '../../batch/living-nodes.ts'
import { readNodes, readQueue } from '../../batch/read-nodes.ts'
import type { Finding } from '../../doctor/finding.ts'
import { examineRunning } from '../../doctor/running-checks.ts'
import { readDatabaseState } from '../../platform/database-state.ts'
import { readPostedMail } from '../../platform/outgoing-mail.ts'
import type { Locale } from '../../platform/text.ts'
import type { ApiServer } from '../api-server.ts'
import { type SystemState, systemState } from '../schemas/system.ts'
import type { ApiServices } from '../services.ts'

/** Longer than this, the database is as good as away. */
const alivePatienceMs = 3_000

/** « État du système », and the sign of life that a load balancer asks for. */
export function addSystem(server: ApiServer, services: ApiServices): void {
  const { installation, engine, version } = services
  const { configuration, mail } = installation
  const { pool } = installation.database

  server.get(
    '/api/alive',
    {
      config: { access: { who: 'anyone' } },
      schema: {
        tags: ['system'],
        summary: 'Whether this node answers and reaches its database',
        response: { 200: z.object({ ok: z.literal(true) }), 503: z.object({ ok: z.literal(false) }) },
      },
    },
    async (_request, reply) => {
      const answered = await Promise.race([
        pool.query('select').then(
          () => true,
          () => false,
        ),
        delay(alivePatienceMs, false, { ref: false }),
      ])
      if (answered) return { ok: true as const }
      return await reply.code(503).send({ ok: false })
    },
  )

  server.get(
    '/api/system',
    {
      config: { access: { who: 'administrator', of: 'installation' } },
      schema: {
        tags: ['system'],
        summary: 'Nodes, database, queue, disk, mail, and what the doctor finds',
        response: { 200: systemState },
      },
    },
    async (request): Promise<SystemState> => {
      const [nodes, database, queue, disk, posted, findings] = await Promise.all([
        readNodes(pool),
        readDatabaseState(pool),
        readQueue(pool),
        diskOf(configuration.dataDirectory),
        readPostedMail(pool),
        examineRunning(installation),
      ])
      const workers = nodes.filter((node) => node.alive && !node.name.endsWith(commandSuffix))
      return {
        now: engine.clock.now().toString(),
        version,
        nodeVersion: process.versions.node,
        nodes,
        database: { ...database, embedded: configuration.databaseUrl === null },
        // Nodes are configured alike, as far as this one can know.
        queue: { ...queue, places: workers.length * configuration.concurrency },
        disk,
        mail: { configured: mail.configured, ...posted },
        findings: findings.map((finding) => findingAnswer(finding, request.language)),
      }
    },
  )
}

async function diskOf(path: string): Promise<SystemState['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(path)
    return { path, freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return null
  }
}

const levels = { ok: 'ok', attention: 'warning', fault: 'error' } as const

function findingAnswer({ check, name, state, message, advice }: Finding, locale: Locale) {
  return {
    check,
    name: name[locale],
    level: levels[state],
    message: message[locale],
    advice: advice?.[locale] ?? null,
  }
}
