import type pg from 'pg'
import { transaction } from '../../platform/database.ts'

export type AlarmKind = 'alock' | 'lock' | 'not-writable' | 'not-removable'

/** Something is stuck, or no longer is: for whoever writes to the administrators. */
export interface DropAlarm {
  /** Unlike that of any other alarm: the same one is told once. */
  readonly occasion: string
  readonly kind: AlarmKind
  readonly phase: 'raised' | 'still' | 'solved'
  readonly directory: string
  /** The file that cannot be removed; empty for the others. */
  readonly subject: string
  readonly owner: string | null
  readonly ageSeconds: number
  /** Milliseconds since 1970. */
  readonly firstSeenMs: number
  readonly nowMs: number
}

/** Called in the transaction that writes the alarm down. */
export type TellAlarm = (client: pg.PoolClient, alarm: DropAlarm) => Promise<void>

export interface Trouble {
  readonly kind: AlarmKind
  readonly subject?: string
  readonly owner?: string | null
  readonly ageSeconds?: number
}

const repeatSeconds = 24 * 3600
/** An agent can make and mend troubles as fast as it likes, one for each name: beyond this many in a day, nobody is told. */
const mostInADay = 20

interface EventRow {
  id: number
  owner: string | null
  age: number
  alarms: number
  firstSeen: Date
  due: boolean
}

export interface Alarms {
  /** Tells of it at first, then once in 24 hours while it lasts; of no more than twenty troubles in 24 hours. */
  raise(trouble: Trouble): Promise<void>
  /** It is over: told once, and only if there was an alarm. Without a subject: all of that kind but `except`. */
  solve(kind: AlarmKind, except?: readonly string[]): Promise<void>
}

/** The alarms of one drop directory at one moment (learning.md 3.4, table `drop_lock_event`). */
export function dropAlarms(pool: pg.Pool, directory: string, nowMs: () => number, tell: TellAlarm): Alarms {
  /** Kinds with an alarm that is not over: asked once, since a pull mostly finds none. */
  let open: Promise<Set<AlarmKind>> | undefined
  const openKinds = () => {
    open ??= pool
      .query<{ kind: AlarmKind }>(
        'select distinct kind from drop_lock_event where directory = $1 and solved_at is null',
        [directory],
      )
      .then(({ rows }) => new Set(rows.map((row) => row.kind)))
    return open
  }
  async function alarmsOfToday(client: pg.PoolClient, now: number): Promise<number> {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from (
         select from drop_lock_event
         where directory = $1 and alarm_sent_at > to_timestamp($2 / 1000.0) - make_interval(secs => $3)
         limit $4) sent`,
      [directory, now, repeatSeconds, mostInADay],
    )
    return rows[0]!.count
  }

  return {
    async raise({ kind, subject = '', owner = null, ageSeconds = 0 }) {
      const now = nowMs()
      ;(await openKinds()).add(kind)
      await transaction(pool, async (client) => {
        const { rows } = await client.query<EventRow>(
          `insert into drop_lock_event (directory, kind, subject, owner, age_seconds, first_seen_at, last_seen_at)
           values ($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0), to_timestamp($6 / 1000.0))
           on conflict (directory, kind, subject) where solved_at is null do update
             set owner = excluded.owner, age_seconds = excluded.age_seconds, last_seen_at = excluded.last_seen_at
           returning id, owner, age_seconds as age, alarms, first_seen_at as "firstSeen",
             alarm_sent_at is null or last_seen_at - alarm_sent_at >= make_interval(secs => $7) as due`,
          [directory, kind, subject, owner, Math.round(ageSeconds), now, repeatSeconds],
        )
        const event = rows[0]!
        if (!event.due || (await alarmsOfToday(client, now)) >= mostInADay) return
        await client.query(
          `update drop_lock_event set alarms = alarms + 1, alarm_sent_at = last_seen_at where id = $1`,
          [event.id],
        )
        await tell(client, {
          occasion: `drop:${event.id}:${event.alarms + 1}`,
          kind,
          phase: event.alarms === 0 ? 'raised' : 'still',
          directory,
          subject,
          owner,
          ageSeconds: event.age,
          firstSeenMs: event.firstSeen.getTime(),
          nowMs: now,
        })
      })
    },

    async solve(kind, except = []) {
      if (!(await openKinds()).has(kind)) return
      const now = nowMs()
      await transaction(pool, async (client) => {
        const { rows } = await client.query<EventRow & { subject: string }>(
          `update drop_lock_event set solved_at = to_timestamp($4 / 1000.0)
           where directory = $1 and kind = $2 and solved_at is null and subject <> all ($3)
           returning id, subject, owner, age_seconds as age, alarms, first_seen_at as "firstSeen"`,
          [directory, kind, except, now],
        )
        for (const event of rows.filter((row) => row.alarms > 0))
          await tell(client, {
            occasion: `drop:${event.id}:solved`,
            kind,
            phase: 'solved',
            directory,
            subject: event.subject,
            owner: event.owner,
            ageSeconds: event.age,
            firstSeenMs: event.firstSeen.getTime(),
            nowMs: now,
          })
      })
    },
  }
}
