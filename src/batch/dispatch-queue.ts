import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Queryable } from '../platform/database.ts'

const queueName = 'run'

/**
 * Own-lane runs take no place, so they must be found by a node whose places are all taken: they bear this much more
 * priority, and such a node asks for nothing less.
 */
const ownLanePriority = 1000

/** A run to be looked at by whichever node has room. */
export interface Dispatch {
  readonly runId: number
  readonly ownLane: boolean
  readonly priority: number
}

export interface FetchedMessage {
  readonly messageId: string
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
  fetch(client: pg.ClientBase, limit: number, options: { onlyOwnLane: boolean }): Promise<FetchedMessage[]>
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
  await boss.createQueue(queueName, { retentionSeconds: tenYears })
  return {
    async send(client, dispatches) {
      if (dispatches.length === 0) return
      const jobs = dispatches.map(({ runId, ownLane, priority }) => ({
        data: { runId },
        priority: priority + (ownLane ? ownLanePriority : 0),
      }))
      await boss.insert(queueName, jobs, { db: preparedSqlOf(client) })
    },
    async fetch(client, limit, { onlyOwnLane }) {
      const jobs = await boss.fetch<{ runId: number }>(queueName, {
        batchSize: limit,
        ...(onlyOwnLane ? { minPriority: ownLanePriority } : {}),
        db: preparedSqlOf(client),
      })
      return jobs.map((job) => ({ messageId: job.id, runId: job.data.runId }))
    },
    async discard(client, messages) {
      if (messages.length === 0) return
      const ids = messages.map((message) => message.messageId)
      await boss.deleteJob(queueName, ids, { db: preparedSqlOf(client) })
    },
    async stop() {
      await boss.stop({ graceful: false })
    },
  }
}

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

/**
 * The same with statements that the server keeps prepared: planning pg-boss's takes longer than running them. Their
 * texts are few (the limit is part of one); should they become many, the rest goes unprepared.
 */
function preparedSqlOf(db: Queryable) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      let name = statementNames.get(text)
      if (name === undefined && statementNames.size < 100) {
        name = `pgboss_${statementNames.size}`
        statementNames.set(text, name)
      }
      return await db.query(name === undefined ? { text, values } : { name, text, values })
    },
  }
}

const statementNames = new Map<string, string>()
