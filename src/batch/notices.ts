import pg from 'pg'
import type { Queryable } from '../platform/database.ts'
import type { MaintenanceScope } from '../platform/maintenance.ts'
import type { RunState } from './run-state.ts'

/**
 * What nodes and watchers tell each other over LISTEN/NOTIFY. A notice says where to look, never what to
 * believe: it may be lost with a connection, so whoever waits for one also looks by himself now and then.
 */
export type Notice =
  /** A run has changed state. */
  | { readonly kind: 'run'; readonly run: number; readonly batch: string; readonly state: RunState }
  /** A run has new log lines or progress. */
  | { readonly kind: 'progress'; readonly run: number }
  /** Runs wait for a node. */
  | { readonly kind: 'wake' }
  /** A batch's plan, or whether it is in service, has changed. */
  | { readonly kind: 'plan'; readonly batch: string }
  /** The file exchange of a run has changed state: begun, applied, held, approved… */
  | { readonly kind: 'exchange'; readonly run: number }
  /** All of it, or one application, was closed to visitors or opened again; sent by the table itself (0211). */
  | { readonly kind: 'maintenance'; readonly scope: MaintenanceScope }
  /** The cancellation of a run under way is asked for. */
  | { readonly kind: 'cancel'; readonly run: number }

export const noticeChannel = 'nocturne'

/** Inside a transaction, the notices leave with its commit. */
export async function sendNotices(db: Queryable, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  await db.query({
    name: 'send_notices',
    text: 'select pg_notify($1, notice) from unnest($2::text[]) as notice',
    values: [noticeChannel, notices.map((notice) => JSON.stringify(notice))],
  })
}

export interface NoticeListener {
  stop(): Promise<void>
}

/**
 * Listens on a connection of its own and opens it anew when it breaks. `onNotice` must not throw;
 * `onConnected` is called after each (re)connection, when notices may have been missed.
 */
export async function listenToNotices(
  url: string,
  options: {
    applicationName: string
    onNotice: (notice: Notice) => void
    onConnected?: () => void
    retryMs?: number
  },
): Promise<NoticeListener> {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: options.applicationName,
      keepAlive: true,
    })
    next.on('error', () => {})
    next.on('end', () => {
      if (!stopped && client === next) retry = setTimeout(reconnect, options.retryMs ?? 500)
    })
    next.on('notification', (message) => options.onNotice(JSON.parse(message.payload ?? '{}') as Notice))
    await next.connect()
    await next.query(`listen ${noticeChannel}`)
    if (stopped) return await next.end()
    client = next
    options.onConnected?.()
  }

  function reconnect(): void {
    connect().catch(() => {
      if (!stopped) retry = setTimeout(reconnect, options.retryMs ?? 500)
    })
  }

  await connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
