import { stat } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../platform/clock.ts'

/** How a file was found: at rest, absent, or still growing when patience ran out. */
export type FileRest =
  | { readonly kind: 'settled'; readonly modifiedAt: Temporal.Instant; readonly bytes: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'growing' }

/** A file untouched for this long is taken to be complete; one that still changes is waited for. */
export interface Patience {
  readonly quietSeconds: number
  readonly limitMinutes: number
}

/** Waits until nobody has written to `path` for a while. Rejects with `signal.reason` when aborted. */
export async function waitUntilSettled(
  path: string,
  clock: Clock,
  signal: AbortSignal,
  { quietSeconds, limitMinutes }: Patience = { quietSeconds: 10, limitMinutes: 10 },
): Promise<FileRest> {
  const begun = clock.now()
  let before: { size: number; mtimeMs: number } | null = null
  for (;;) {
    signal.throwIfAborted()
    const now = await stat(path).catch(() => null)
    if (now === null || !now.isFile()) return { kind: 'absent' }
    const modifiedAt = Temporal.Instant.fromEpochMilliseconds(Math.floor(now.mtimeMs))
    const quiet = clock.now().since(modifiedAt).total('seconds') >= quietSeconds
    // A clock that disagrees with the file server's: two equal looks a quiet time apart prove rest as well.
    const same = before !== null && before.size === now.size && before.mtimeMs === now.mtimeMs
    if (quiet || same) return { kind: 'settled', modifiedAt, bytes: now.size }
    if (clock.now().since(begun).total('minutes') >= limitMinutes) return { kind: 'growing' }
    before = { size: now.size, mtimeMs: now.mtimeMs }
    await wait(clock, quietSeconds, signal)
  }
}

function wait(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      forget()
      reject(signal.reason)
    }
    const forget = clock.at(clock.now().add({ milliseconds: Math.round(seconds * 1000) }), () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
