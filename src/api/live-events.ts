import { listenToNotices, type Notice, type NoticeListener } from '../batch/notices.ts'
import type { RunState } from '../batch/run-state.ts'
import type { MaintenanceScope } from '../platform/maintenance.ts'
import type { Ownership } from './access.ts'
import type { ApplicationCode } from './schemas/common.ts'

/** What a screen is told; it reads again what the event touches. */
export type LiveEvent =
  | {
      readonly kind: 'run'
      readonly run: number
      readonly batch: string
      readonly application: ApplicationCode
      readonly state: RunState
    }
  | { readonly kind: 'progress'; readonly run: number }
  | { readonly kind: 'plan'; readonly batch: string }
  | { readonly kind: 'exchange'; readonly run: number }
  | { readonly kind: 'maintenance'; readonly scope: MaintenanceScope }
  /** Events may have been missed: read everything again. */
  | { readonly kind: 'refresh' }

/** Receives an event and the application that it concerns; null: everybody. Must not throw. */
export type LiveWatcher = (event: LiveEvent, application: ApplicationCode | null) => void

/**
 * What happens on any node, told to the screens that this process serves:
 *
 *     notices of all nodes ──> one listener a process ──> whose application? ──> watchers (one a screen)
 *
 * The listener is opened for the first watcher and kept until `stop`.
 */
export interface LiveEvents {
  /** Resolves once events are heard; the returned function ends it. */
  watch(watcher: LiveWatcher): Promise<() => void>
  stop(): Promise<void>
}

/** Runs whose application is remembered; the oldest are forgotten. */
const rememberedRuns = 10_000

export function liveEvents(options: {
  url: string
  ownership: Ownership
  onError: (error: Error) => void
}): LiveEvents {
  const { ownership } = options
  const watchers = new Set<LiveWatcher>()
  const ofRuns = new Map<number, Promise<ApplicationCode | null>>()
  const ofBatches = new Map<string, Promise<ApplicationCode | null>>()
  let listening: Promise<NoticeListener> | undefined
  let connections = 0
  // Events leave in the order of their notices, though some applications have to be looked up.
  let telling: Promise<void> = Promise.resolve()

  function tell(event: LiveEvent, application: ApplicationCode | null): void {
    for (const watcher of watchers) watcher(event, application)
  }

  function remember<Key>(
    memory: Map<Key, Promise<ApplicationCode | null>>,
    key: Key,
    look: () => Promise<ApplicationCode | null>,
  ): Promise<ApplicationCode | null> {
    let found = memory.get(key)
    if (found === undefined) {
      found = look()
      memory.set(key, found)
      // What failed, or is not there yet, is looked up again next time.
      found.then(
        (application) => application === null && memory.delete(key),
        () => memory.delete(key),
      )
      if (memory.size > rememberedRuns) memory.delete(memory.keys().next().value!)
    }
    return found
  }
  const ofBatch = (code: string) => remember(ofBatches, code, () => ownership.ofBatch(code))
  const ofRun = (id: number) => remember(ofRuns, id, () => ownership.ofRun(id))

  async function pass(notice: Notice): Promise<void> {
    switch (notice.kind) {
      case 'run': {
        const { run, batch, state } = notice
        const application = await ofBatch(batch)
        if (application !== null) tell({ kind: 'run', run, batch, application, state }, application)
        return
      }
      case 'plan': {
        const application = await ofBatch(notice.batch)
        if (application !== null) tell({ kind: 'plan', batch: notice.batch }, application)
        return
      }
      case 'progress':
      case 'exchange': {
        const application = await ofRun(notice.run)
        if (application !== null) tell({ kind: notice.kind, run: notice.run }, application)
        return
      }
      case 'maintenance':
        tell({ kind: 'maintenance', scope: notice.scope }, null)
        return
      default:
        // The others are between nodes.
        return
    }
  }

  function listen(): Promise<NoticeListener> {
    return listenToNotices(options.url, {
      applicationName: 'nocturne:events',
      onNotice(notice) {
        if (watchers.size === 0) return
        telling = telling.then(() => pass(notice)).catch(options.onError)
      },
      onConnected() {
        connections += 1
        if (connections > 1) tell({ kind: 'refresh' }, null)
      },
    })
  }

  return {
    async watch(watcher) {
      listening ??= listen().catch((error) => {
        listening = undefined
        throw error
      })
      watchers.add(watcher)
      try {
        await listening
      } catch (error) {
        watchers.delete(watcher)
        throw error
      }
      return () => watchers.delete(watcher)
    },
    async stop() {
      watchers.clear()
      await (await listening?.catch(() => undefined))?.stop()
    },
  }
}
