import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

/**
 * What happens on the server reaches the screen through one event stream, as invalidations of queries:
 *
 *     /api/events ──message──> keys of what it touches ──gathered for 300 ms──> invalidateQueries
 *         └──lost──> every 10 s the same keys, until the stream is back (then everything once)
 *
 * A screen that wants to be live names its queries by these keys, and does nothing else.
 */
export type LiveEvent =
  | { kind: 'run'; run: string; batch: string; application: string; state: string }
  | { kind: 'progress'; run: string }
  | { kind: 'plan'; batch: string }
  | { kind: 'exchange'; run: string }
  | { kind: 'maintenance'; scope: string }
  /** The server itself may have missed something. */
  | { kind: 'refresh' }

export type LiveState = 'connecting' | 'live' | 'polling'

const gatherMs = 300
const pollMs = 10_000
/** A reconnection that takes less than this is nobody's business. */
const graceMs = 3_000
/** A page in the background gives its connection back: browsers allow six per server, whatever the tabs. */
const hiddenMs = 60_000

/** What is asked for again while the stream is down. */
const polledKeys: readonly QueryKey[] = [
  ['batches'],
  ['batch'],
  ['runs'],
  ['run'],
  ['run-lines'],
  ['night'],
  ['imports'],
  ['follow-ups'],
  ['data-loads'],
  ['data-load'],
  ['sync-tools'],
  ['sync-tool'],
  ['sync-exchanges'],
  ['sync-exchange'],
  ['sync-files'],
  ['drop'],
]

/** Of the learning platform's command files, which only its runs touch. */
const syncKeys: readonly QueryKey[] = [['sync-tools'], ['sync-tool'], ['sync-exchanges'], ['sync-exchange']]

export function keysOf(event: LiveEvent): readonly QueryKey[] {
  switch (event.kind) {
    case 'run':
      return [
        ['batches'],
        ['batch', event.batch],
        ['runs'],
        ['run', String(event.run)],
        ['night'],
        ['imports'],
        ...(event.application === 'health'
          ? [
              ['appointments'],
              ['follow-ups'],
              ['consultations'],
              ['duplicates'],
              ['scan-basket'],
              ['vaccines'],
              ['data-loads'],
              ['data-load'],
            ]
          : []),
        ...(event.application === 'admissions'
          ? [['data-loads'], ['data-load'], ['dossiers'], ['dossier']]
          : []),
        // Whatever state: a run that has only begun has pulled files in.
        ...(event.application === 'learning' ? [...syncKeys, ['sync-files'], ['drop']] : []),
      ]
    case 'progress':
      return [
        ['run', String(event.run)],
        ['run-lines', String(event.run)],
      ]
    case 'plan':
      return [['batches'], ['batch', event.batch]]
    case 'exchange':
      // It does not say whose it is.
      return [
        ['run', String(event.run)],
        ['imports'],
        ['data-loads'],
        ['data-load'],
        ...syncKeys,
        ['sync-files'],
      ]
    case 'maintenance':
      // Lists leave a closed application out.
      return [['session'], ['admissions-maintenance'], ['batches'], ['runs'], ['night']]
    case 'refresh':
      return [...polledKeys, ['session']]
    default:
      return []
  }
}

let state: LiveState = 'connecting'
const watchers = new Set<() => void>()

function become(next: LiveState): void {
  if (next === state) return
  state = next
  for (const watcher of watchers) watcher()
}

/** Whether the screen follows the server live. */
export function useLive(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => state,
  )
}

/** Follows the stream until the returned function is called. One at a time: the shell starts it. */
export function followEvents(client: QueryClient): () => void {
  let source: EventSource | undefined
  let graceTimer: number | undefined
  let reopenTimer: number | undefined
  let pollTimer: number | undefined
  let hiddenTimer: number | undefined
  let opened = false
  const gather = gathered(client)

  const open = (): void => {
    source?.close()
    source = new EventSource('/api/events')
    source.onopen = () => {
      window.clearTimeout(graceTimer)
      graceTimer = undefined
      window.clearInterval(pollTimer)
      pollTimer = undefined
      // Whatever was missed meanwhile is asked for once, however short the interruption.
      if (state === 'polling') void client.invalidateQueries()
      else if (opened) gather.add(keysOf({ kind: 'refresh' }))
      opened = true
      become('live')
    }
    source.onmessage = (message) => {
      const event = readEvent(message.data)
      if (event) gather.add(keysOf(event))
    }
    source.onerror = () => {
      if (graceTimer === undefined && pollTimer === undefined) graceTimer = window.setTimeout(poll, graceMs)
      // After an answer that is no stream (401, 503) the browser gives up; we do not.
      if (source?.readyState === EventSource.CLOSED) {
        window.clearTimeout(reopenTimer)
        reopenTimer = window.setTimeout(open, pollMs)
      }
    }
  }

  const poll = (): void => {
    become('polling')
    pollTimer = window.setInterval(() => gather.add(polledKeys), pollMs)
    // The first failure may be the end of the session: its query tells.
    void client.invalidateQueries({ queryKey: ['session'] })
  }

  const close = (): void => {
    source?.close()
    source = undefined
    window.clearTimeout(graceTimer)
    graceTimer = undefined
    window.clearTimeout(reopenTimer)
    window.clearInterval(pollTimer)
    pollTimer = undefined
  }

  const onVisibility = (): void => {
    window.clearTimeout(hiddenTimer)
    if (document.hidden) {
      hiddenTimer = window.setTimeout(close, hiddenMs)
    } else if (!source) {
      void client.invalidateQueries()
      open()
    }
  }

  document.addEventListener('visibilitychange', onVisibility)
  open()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    window.clearTimeout(hiddenTimer)
    close()
    gather.stop()
    become('connecting')
  }
}

/** Gathers bursts: the first invalidation of a key goes at once, the next one at the earliest 300 ms later. */
function gathered(client: QueryClient): { add(keys: readonly QueryKey[]): void; stop(): void } {
  const sentAt = new Map<string, number>()
  const waiting = new Map<string, QueryKey>()
  let timer: number | undefined

  const flush = (): void => {
    timer = undefined
    const now = Date.now()
    for (const [name, key] of waiting) {
      if (now - (sentAt.get(name) ?? 0) < gatherMs) continue
      waiting.delete(name)
      sentAt.set(name, now)
      void client.invalidateQueries({ queryKey: key })
    }
    if (waiting.size > 0) timer = window.setTimeout(flush, gatherMs)
    else if (sentAt.size > 500) sentAt.clear()
  }

  return {
    add(keys) {
      for (const key of keys) waiting.set(JSON.stringify(key), key)
      if (timer === undefined) flush()
    },
    stop() {
      window.clearTimeout(timer)
      waiting.clear()
    },
  }
}

function readEvent(data: unknown): LiveEvent | undefined {
  try {
    return JSON.parse(String(data)) as LiveEvent
  } catch {
    return undefined
  }
}
