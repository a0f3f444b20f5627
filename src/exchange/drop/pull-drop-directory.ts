import { lstat, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dropAlarms } from './drop-alarms.ts'
import { lockStands, takeLock } from './drop-lock.ts'
import { lockName } from './drop-names.ts'
import { filesLeftBehind, readSightings, saveSightings, settleLeftBehind } from './drop-store.ts'
import { findLock, removeLock } from './lock-file.ts'
import type { PullOptions, PullPlace } from './pull-options.ts'
import {
  beginPullRecord,
  endDeadPulls,
  endPullRecord,
  outcomeMessages,
  type PullOutcome,
  type PullReport,
  type QuarantinedFile,
  type TakenFile,
  type WaitingFile,
} from './pull-report.ts'
import { type SortedDrop, sortDrop, type WaitingReason } from './readiness.ts'
import { recoverClaims } from './recover-claims.ts'
import { scanDrop } from './scan-drop.ts'
import { shownName } from './shown-name.ts'
import { type FileEnd, takeFile } from './take-file.ts'

/**
 * Takes what outside systems have put into the drop directory to the command files (learning.md 3, design « How a file
 * travels »). A file is taken whole and once, or left for next time, or put into quarantine with the reason; several nodes
 * may pull at once, and one that dies is made up for by the next pull.
 *
 * Two locks: one of the database, which falls with its connection, keeps our own nodes apart; `lock.txt` and
 * `alock.txt` are for the agents that deliver. Throws what the database throws, and `signal.reason`; whatever happens,
 * `lock.txt` does not stay.
 */
export async function pullDropDirectory(options: PullOptions): Promise<PullReport> {
  const { directory, pool, clock, log } = options
  await mkdir(directory, { recursive: true, mode: 0o770 }).catch(() => {})
  const nowMs = () => clock.now().epochMilliseconds
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const key = `nocturne drop ${directory}`
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
      [key],
    )
    if (!rows[0]!.mine) return reportOf('already-pulling')
    try {
      return await pullAlone({
        ...options,
        // Names are part of what is logged.
        log: { info: (text) => log.info(shownName(text)), warn: (text) => log.warn(shownName(text)) },
        client,
        nowMs,
        alarms: dropAlarms(pool, directory, nowMs, options.tellAlarm),
        step: async (step, name) => options.onStep?.(step, name),
      })
    } finally {
      await client
        .query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
        .catch((error: Error) => {
          broken = error
        })
    }
  } finally {
    // A connection that may still hold the lock is closed.
    client.release(broken)
  }
}

interface Tally {
  readonly taken: TakenFile[]
  readonly waiting: WaitingFile[]
  readonly quarantined: QuarantinedFile[]
}

async function pullAlone(place: PullPlace): Promise<PullReport> {
  const { client, directory, nowMs } = place
  await endDeadPulls(client, directory, nowMs())
  const record = await beginPullRecord(client, { directory, host: place.host, nowMs: nowMs() })
  const tally: Tally = { taken: [], waiting: [], quarantined: [] }
  let outcome: PullOutcome = 'failed'
  try {
    const lock = await takeLock(place)
    if (!lock.ok) {
      outcome = lock.why
      return reportOf(outcome, tally)
    }
    try {
      await pullFiles(place, lock.inode, tally)
      outcome = 'pulled'
    } finally {
      await place.step('ending', '').finally(() => giveLockBack(place, lock.inode))
    }
    return reportOf(outcome, tally)
  } finally {
    // A lost connection is already on its way out as an error.
    await endPullRecord(client, record, reportOf(outcome, tally), nowMs()).catch(() => {})
  }
}

async function pullFiles(place: PullPlace, inode: bigint, tally: Tally): Promise<void> {
  const { client, directory, nowMs } = place
  for await (const { name, bytes, end } of recoverClaims(place)) count(tally, name, bytes, end)
  // Before the look, not after: a look that takes long must not make files seem older.
  const lookedAt = nowMs()
  const entries = await scanDrop(directory)
  const sorted = sortDrop(entries, {
    nowMs: lookedAt,
    sightings: await readSightings(client, directory),
    leftBehind: await stillThere(place),
    doneMarker: place.rules.doneMarker,
  })
  await saveSightings(client, directory, sorted, lookedAt)
  countWaiting(tally, sorted)
  for (const candidate of sorted.ready) {
    place.signal?.throwIfAborted()
    const { name, bytes } = candidate.file
    // Deliveries of one name arrive in their order.
    if (tally.waiting.some((file) => file.name === name && file.why === 'claimed')) continue
    if (await lockStands(place, inode)) count(tally, name, bytes, await takeFile(place, candidate))
    else wait(tally, name, bytes, 'stopped')
  }
}

/** Files that could not be removed and, tried again, still lie there; about the others, the alarm is over. */
async function stillThere(place: PullPlace) {
  const { client, directory } = place
  const left = new Map<string, { bytes: number; modifiedNs: bigint }>()
  for (const file of await filesLeftBehind(client, directory)) {
    const path = join(directory, file.name)
    const found = await lstat(path, { bigint: true }).catch(() => null)
    const same = found !== null && Number(found.size) === file.bytes && found.mtimeNs === file.modifiedNs
    if (same && !(file.delivered && (await isRemoved(path)))) left.set(file.name, file)
    else await settleLeftBehind(client, file.id, false)
  }
  for (const name of left.keys()) await place.alarms.raise({ kind: 'not-removable', subject: name })
  await place.alarms.solve('not-removable', [...left.keys()])
  return left
}

async function isRemoved(path: string): Promise<boolean> {
  return await rm(path).then(
    () => true,
    () => false,
  )
}

function count(tally: Tally, name: string, bytes: number, end: FileEnd): void {
  if (end.kind === 'taken') tally.taken.push(end.file)
  else if (end.kind === 'quarantined') tally.quarantined.push(end.file)
  else if (end.kind === 'waits') wait(tally, name, bytes, end.why)
}

function wait(tally: Tally, name: string, bytes: number, why: WaitingReason): void {
  tally.waiting.push({ name, bytes, why })
}

/** What is meant to stay is nobody's delivery. */
function countWaiting(tally: Tally, { waiting }: SortedDrop): void {
  for (const { entry, why } of waiting)
    if (why !== 'hidden' && why !== 'directory' && why !== 'link') wait(tally, entry.name, entry.bytes, why)
}

async function giveLockBack(place: PullPlace, inode: bigint): Promise<void> {
  await removeLock(place.directory, inode).catch((error) => place.log.warn(`lock.txt : ${error}`))
  const left = await findLock(place.directory, lockName)
  if (left?.inode === inode) await place.alarms.raise({ kind: 'lock', owner: left.text }).catch(() => {})
  else await place.alarms.solve('lock').catch(() => {})
}

function reportOf(outcome: PullOutcome, tally?: Tally): PullReport {
  return {
    outcome,
    message: outcomeMessages[outcome],
    taken: tally?.taken ?? [],
    waiting: tally?.waiting ?? [],
    quarantined: tally?.quarantined ?? [],
  }
}
