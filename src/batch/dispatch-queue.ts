import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Queryable } from '../platform/database.ts'

/** Own-lane runs lie in a queue of their own, so that a node whose places are all taken still finds them. */
const queueNames = { work: 'run', own: 'run-own' } as const
export type Lane = keyof typeof queueNames

/** A run to be looked at by whichever node has room. */
export interface Dispatch {
  readonly runId: number
  readonly lane: Lane
  readonly priority: number
}

export interface FetchedMessage {
  readonly messageId: string
  readonly lane: Lane
  readonly runId: number
}

/**
 * The queue between whoever queues a run and the nodes that run it: pg-boss, used inside our own
 * transactions. A message is fetched and discarded in the transaction that claims its run, so a node that dies
 * half-way leaves both as they were; messages never outlive their purpose, so none needs cleaning up.
 */
export interface DispatchQueue {
  send(client: Queryable, dispatches: readonly Dispatch[]): Promise<void>
  /** Takes up to `limit` messages out of the sight of other transactions, until this one ends. */
  fetch(client: pg.ClientBase, lane: Lane, limit: number): Promise<FetchedMessage[]>
  discard(client: Queryable, messages: readonly FetchedMessage[]): Promise<void>
  stop(): Promise<void>
}

export async function openDispatchQueue(
  pool: pg.Pool,
  onError: (error: Error) => void,
): Promise<DispatchQueue> {
  const boss = new PgBoss({ db: sqlOf(pool), schema: 'pgboss', schedule: false })
  boss.on('error', onError)
  await boss.start()
  for (const name of Object.values(queueNames)) await boss.createQueue(name, { retentionSeconds: tenYears })
  return {
    async send(client, dispatches) {
      for (const lane of lanes) {
        const jobs = dispatches
          .filter((dispatch) => dispatch.lane === lane)
          .map(({ runId, priority }) => ({ data: { runId }, priority }))
        if (jobs.length > 0) await boss.insert(queueNames[lane], jobs, { db: sqlOf(client) })
      }
    },
    async fetch(client, lane, limit) {
      const jobs = await boss.fetch<{ runId: number }>(queueNames[lane], {
        batchSize: limit,
        db: sqlOf(client),
      })
      return jobs.map((job) => ({ messageId: job.id, lane, runId: job.data.runId }))
    },
    async discard(client, messages) {
      for (const lane of lanes) {
        const ids = messages.filter((message) => message.lane === lane).map((message) => message.messageId)
        if (ids.length > 0) await boss.deleteJob(queueNames[lane], ids, { db: sqlOf(client) })
      }
    },
    async stop() {
      await boss.stop({ graceful: false })
    },
  }
}

const lanes = ['work', 'own'] as const

/** A run waits for as long as it takes: the queue must not lose interest before us. */
const tenYears = 10 * 365 * 24 * 3600

function sqlOf(db: Queryable) {
  return {
    async executeSql(text: string, values?: unknown[]) {
      const result = await db.query(text, values as unknown[])
      // A text of several statements gives one result for each; the last is the one that is asked for.
      return Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : result
    },
  }
}
