import { constants } from 'node:fs'
import { access, lstat, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { AlarmKind } from './drop-alarms.ts'
import { agentLockName, claimFolder, lockName, quarantineFolder } from './drop-names.ts'
import type { DropRules } from './drop-rules.ts'
import { filesLeftBehind, readSightings } from './drop-store.ts'
import { findLock, type LockOwner } from './lock-file.ts'
import type { PullOutcome, QuarantinedFile, TakenFile, WaitingFile } from './pull-report.ts'
import { readSmallFile } from './read-small-file.ts'
import { sortDrop, type WaitingReason, waitingReasons } from './readiness.ts'
import { type DropEntry, scanDrop } from './scan-drop.ts'

/** The drop directory as it lies there now, for a screen or a terminal. Instants are ISO 8601. */
export interface DropState {
  readonly directory: string
  readonly exists: boolean
  readonly writable: boolean
  readonly locks: readonly DropLock[]
  readonly files: readonly DropFile[]
  readonly quarantine: readonly QuarantinedEntry[]
  /** The newest first. */
  readonly pulls: readonly PastPull[]
  /** What is stuck, then what was, the newest first. */
  readonly alarms: readonly PastAlarm[]
}

export interface DropLock {
  readonly name: 'lock.txt' | 'alock.txt'
  readonly since: string
  readonly ageSeconds: number
  /** What is written in it. */
  readonly text: string | null
  readonly owner: LockOwner | null
  readonly stale: boolean
}

export interface DropFile {
  readonly name: string
  readonly bytes: number
  readonly modifiedAt: string
  /** Null: the next pull takes it. */
  readonly why: WaitingReason | null
  readonly text: Text
}

export interface QuarantinedEntry {
  readonly name: string
  readonly bytes: number
  readonly since: string
  readonly reason: string | null
}

export interface PastPull {
  readonly id: number
  readonly node: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly outcome: PullOutcome | 'under-way'
  readonly taken: number
  readonly waiting: number
  readonly quarantined: number
  readonly detail: {
    readonly taken?: readonly TakenFile[]
    readonly waiting?: readonly WaitingFile[]
    readonly quarantined?: readonly QuarantinedFile[]
  }
}

export interface PastAlarm {
  readonly kind: AlarmKind
  readonly subject: string
  readonly owner: string | null
  readonly ageSeconds: number
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly alarmSentAt: string | null
  readonly solvedAt: string | null
}

/** Looks without a lock and without changing anything. */
export async function readDropState(
  db: Queryable,
  look: { readonly directory: string; readonly nowMs: number; readonly rules: DropRules },
): Promise<DropState> {
  const { directory, nowMs, rules } = look
  const exists = (await stat(directory).catch(() => null))?.isDirectory() ?? false
  const writable = await access(directory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  const locks = (await Promise.all([lockName, agentLockName].map((name) => lockOf(look, name)))).filter(
    (lock) => lock !== null,
  )
  // Our own folders are nobody's delivery; what is in quarantine is told apart.
  const entries = (await scanDrop(directory).catch(() => [])).filter(
    ({ name }) => name !== claimFolder && name !== quarantineFolder,
  )
  const { ready, waiting } = sortDrop(entries, {
    nowMs,
    sightings: await readSightings(db, directory),
    leftBehind: new Map((await filesLeftBehind(db, directory)).map((file) => [file.name, file])),
    doneMarker: rules.doneMarker,
  })
  const blocked: WaitingReason | null = locks.some((lock) => lock.name === agentLockName) ? 'agent' : null
  const files = [
    ...ready.map(({ file }) => fileOf(file, blocked)),
    ...waiting.map(({ entry, why }) => fileOf(entry, why)),
  ]
  return {
    directory,
    exists,
    writable,
    locks,
    files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
    quarantine: await quarantineOf(directory),
    pulls: await readPulls(db, directory),
    alarms: await readAlarms(db, directory),
  }
}

async function lockOf(
  look: { readonly directory: string; readonly nowMs: number; readonly rules: DropRules },
  name: string,
): Promise<DropLock | null> {
  const found = await findLock(look.directory, name)
  if (found === null) return null
  const ageSeconds = Math.max(0, Math.floor((look.nowMs - found.modifiedMs) / 1000))
  return {
    name: name as DropLock['name'],
    since: new Date(found.modifiedMs).toISOString(),
    ageSeconds,
    text: found.text,
    owner: found.owner,
    stale: ageSeconds > look.rules.staleAfterHours * 3600,
  }
}

function fileOf(entry: DropEntry, why: WaitingReason | null): DropFile {
  return {
    name: entry.name,
    bytes: entry.bytes,
    modifiedAt: isoOf(entry.modifiedNs),
    why,
    text: why === null ? { fr: 'sera pris', en: 'will be taken' } : waitingReasons[why],
  }
}

async function quarantineOf(directory: string): Promise<QuarantinedEntry[]> {
  const folder = join(directory, quarantineFolder)
  // A link that an agent put there may lead anywhere.
  if (!(await lstat(folder).catch(() => null))?.isDirectory()) return []
  const entries = await scanDrop(folder).catch(() => [])
  const names = new Set(entries.map((entry) => entry.name))
  const isReason = (name: string) =>
    name.endsWith('.raison.txt') && names.has(name.slice(0, -'.raison.txt'.length))
  return await Promise.all(
    entries
      .filter((entry) => entry.kind === 'file' && !isReason(entry.name))
      .map(async (entry) => {
        const path = join(folder, `${entry.name}.raison.txt`)
        const found = await lstat(path).catch(() => null)
        return {
          name: entry.name,
          bytes: entry.bytes,
          since: (found?.mtime ?? new Date(Number(entry.modifiedNs / 1_000_000n))).toISOString(),
          reason: await readSmallFile(path, 10_000),
        }
      }),
  )
}

async function readPulls(db: Queryable, directory: string): Promise<PastPull[]> {
  const { rows } = await db.query<
    Omit<PastPull, 'startedAt' | 'endedAt'> & { startedAt: Date; endedAt: Date | null }
  >(
    `select id, node, started_at as "startedAt", ended_at as "endedAt", outcome, taken, waiting, quarantined, detail
     from drop_pull where directory = $1 order by id desc limit 20`,
    [directory],
  )
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }))
}

async function readAlarms(db: Queryable, directory: string): Promise<PastAlarm[]> {
  const { rows } = await db.query<
    Pick<PastAlarm, 'kind' | 'subject' | 'owner' | 'ageSeconds'> &
      Record<'firstSeenAt' | 'lastSeenAt', Date> &
      Record<'alarmSentAt' | 'solvedAt', Date | null>
  >(
    `select kind, subject, owner, age_seconds as "ageSeconds", first_seen_at as "firstSeenAt",
            last_seen_at as "lastSeenAt", alarm_sent_at as "alarmSentAt", solved_at as "solvedAt"
     from drop_lock_event where directory = $1
     order by solved_at is not null, id desc limit 20`,
    [directory],
  )
  return rows.map((row) => ({
    ...row,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    alarmSentAt: row.alarmSentAt?.toISOString() ?? null,
    solvedAt: row.solvedAt?.toISOString() ?? null,
  }))
}

function isoOf(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString()
}
