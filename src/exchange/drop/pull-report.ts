import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { WaitingReason } from './readiness.ts'

export type PullOutcome =
  | 'pulled'
  /** `alock.txt` is there: an agent is delivering. */
  | 'agent-at-work'
  | 'already-pulling'
  | 'not-writable'
  | 'failed'

export interface TakenFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface WaitingFile {
  readonly name: string
  readonly bytes: number
  readonly why: WaitingReason
}

export interface QuarantinedFile {
  readonly name: string
  readonly reason: Text
}

/** What one pull did. */
export interface PullReport {
  readonly outcome: PullOutcome
  readonly message: Text
  readonly taken: readonly TakenFile[]
  /** Left where they are; hidden names, folders and links are not counted. */
  readonly waiting: readonly WaitingFile[]
  readonly quarantined: readonly QuarantinedFile[]
}

export const outcomeMessages: Readonly<Record<PullOutcome, Text>> = {
  pulled: { fr: 'répertoire de dépôt récupéré', en: 'drop directory pulled' },
  'agent-at-work': {
    fr: 'un agent est en train de déposer (alock.txt) : rien n’est récupéré',
    en: 'an agent is delivering (alock.txt): nothing is pulled',
  },
  'already-pulling': { fr: 'récupération déjà en cours', en: 'already being pulled' },
  'not-writable': {
    fr: 'le verrou lock.txt n’a pas pu être créé : rien n’est récupéré',
    en: 'lock.txt could not be created: nothing is pulled',
  },
  failed: { fr: 'récupération interrompue par une erreur', en: 'the pull was cut short by an error' },
}

/** Files of each kind kept with a pull; the counts are exact. */
const mostNames = 100

export async function beginPullRecord(
  db: Queryable,
  pull: { readonly directory: string; readonly host: string; readonly nowMs: number },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into drop_pull (directory, node, started_at, outcome)
     values ($1, $2, to_timestamp($3 / 1000.0), 'under-way') returning id`,
    [pull.directory, pull.host, pull.nowMs],
  )
  return rows[0]!.id
}

export async function endPullRecord(
  db: Queryable,
  id: number,
  report: PullReport,
  nowMs: number,
): Promise<void> {
  const detail = {
    taken: report.taken.slice(0, mostNames),
    waiting: report.waiting.slice(0, mostNames),
    quarantined: report.quarantined.slice(0, mostNames),
  }
  await db.query(
    `update drop_pull set outcome = $2, ended_at = to_timestamp($3 / 1000.0), taken = $4, waiting = $5,
       quarantined = $6, detail = $7
     where id = $1`,
    [
      id,
      report.outcome,
      nowMs,
      report.taken.length,
      report.waiting.length,
      report.quarantined.length,
      JSON.stringify(detail),
    ],
  )
}

/** A pull whose process died says so. Called by the next one, which alone can know. */
export async function endDeadPulls(db: Queryable, directory: string, nowMs: number): Promise<void> {
  await db.query(
    `update drop_pull set outcome = 'failed', ended_at = to_timestamp($2 / 1000.0)
     where directory = $1 and outcome = 'under-way'`,
    [directory, nowMs],
  )
}

/**
 * Whether `owner` is a pull of ours that did not come to its end. Asked after `endDeadPulls`, by who pulls alone. A pull
 * is known here by its machine and its instant: its row is written just before its lock.
 */
export async function wasCutShort(
  db: Queryable,
  directory: string,
  owner: { readonly host: string; readonly at: string },
): Promise<boolean> {
  const lockedMs = Date.parse(owner.at)
  // Anybody can have written the lock.
  if (Number.isNaN(lockedMs)) return false
  const { rows } = await db.query(
    `select from drop_pull
     where directory = $1 and node = $2 and outcome = 'failed'
       and started_at between to_timestamp($3 / 1000.0) and to_timestamp($4 / 1000.0)
     limit 1`,
    [directory, owner.host, lockedMs - slowestLockMs, lockedMs + 1],
  )
  return rows.length > 0
}

/** What may lie between a pull's row and its lock: a look at the directory, on a slow file server. */
const slowestLockMs = 60_000
