import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** First key of the advisory lock that a living node holds; the second is the node's number. */
export const nodeLockClass = 7161

/** What all connections of a node are called in pg_stat_activity, so that others can end those of a dead one. */
export function applicationNameOf(nodeId: string): string {
  return `nocturne:${nodeId}`
}

export const leaseMs = 6_000
const renewMs = 2_000

/**
 * A node's proof of life: an advisory lock held by a connection of its own, which falls as soon as the process
 * dies, and a lease, renewed all the time, which runs out when the process is frozen or the network is cut.
 * Leases are measured by the database's clock alone (`clock_timestamp()`), which is the same for all nodes.
 */
export interface NodeLiveness {
  readonly nodeId: string
  /** Renews the lease now; false when others have declared the node dead. */
  runOnce(): Promise<boolean>
  /** Signs off. */
  stop(): Promise<void>
}

export async function joinNodes(options: {
  url: string
  name: string
  version: string
  /** Called once when the node can no longer prove that it lives: its runs are others' to judge. */
  onLost: (reason: string) => void
}): Promise<NodeLiveness> {
  const nodeId = randomUUID()
  let over = false
  let timer: NodeJS.Timeout | undefined
  let lastProofMs = performance.now()

  function lose(reason: string): void {
    if (over) return
    over = true
    clearInterval(timer)
    client.end().catch(() => {})
    options.onLost(reason)
  }

  const client = new pg.Client({
    connectionString: options.url,
    application_name: applicationNameOf(nodeId),
    keepAlive: true,
  })
  client.on('error', () => lose('the connection to the database broke'))
  client.on('end', () => lose('the connection to the database was closed'))
  await client.connect()
  // The lock first: a row whose lock is missing is that of a dead node.
  const { rows } = await client.query<{ number: number }>(
    `with own as materialized (select nextval('node_number')::int as number)
     select number, pg_advisory_lock($1, number) from own`,
    [nodeLockClass],
  )
  await client.query(
    `insert into node (id, number, name, pid, version, started_at, lease_until)
     values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp() + $6 * interval '1 ms')`,
    [nodeId, rows[0]!.number, options.name, process.pid, options.version, leaseMs],
  )

  async function runOnce(): Promise<boolean> {
    const askedMs = performance.now()
    const { rowCount } = await client.query(
      `update node set lease_until = clock_timestamp() + $2 * interval '1 ms' where id = $1 and ended_at is null`,
      [nodeId, leaseMs],
    )
    if (rowCount === 0) lose('other nodes have declared this one dead')
    else lastProofMs = askedMs
    return rowCount === 1
  }

  timer = setInterval(() => {
    // An answer that does not come is as bad as a refusal: by now others see the lease as expired.
    if (performance.now() - lastProofMs > leaseMs) lose('the lease could not be renewed in time')
    else runOnce().catch(() => {})
  }, renewMs)

  return {
    nodeId,
    runOnce,
    async stop() {
      if (over) return
      over = true
      clearInterval(timer)
      await client.query(
        `update node set ended_at = clock_timestamp(), end_reason = 'stopped' where id = $1 and ended_at is null`,
        [nodeId],
      )
      await client.end()
    },
  }
}
