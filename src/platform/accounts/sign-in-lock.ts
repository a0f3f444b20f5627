import type { Temporal } from 'temporal-polyfill'
import { type Database, type Queryable, transaction } from '../database.ts'
import { newSecret, secretHash } from './secret.ts'

/**
 * Failed sign-ins make one wait, longer each time: per pair of login and address, and per address over all logins
 * (one password tried on everybody). So nobody can lock somebody else out: a stranger's failures count against the
 * stranger's address. Where many share an address, a device that the account has signed in from before keeps a count
 * of its own, by a cookie, and does not feel the others'.
 */

/** Typing errors of an honest person cost nothing. */
const freeFailures = 4
/** Of one address over all logins: an office behind one address makes typing errors too. */
const freeFailuresOfAddress = 50
/** A school behind one address, on the day of the results. */
const freeFailuresOfCandidates = 200
const longestWaitSeconds = 15 * 60
const forgottenAfterHours = 24
const devicesKept = 20

/** Seconds to wait after the n-th failure in a row. */
export function waitAfter(failures: number, free: number = freeFailures): number {
  if (failures <= free) return 0
  return Math.min(2 ** Math.min(failures - free, 20), longestWaitSeconds)
}

export interface Attempt {
  readonly login: string
  readonly address: string
  /** The cookie of the device, if it came with one. */
  readonly device: string | null
  readonly now: Temporal.Instant
  /** One of the candidates' space: its addresses are counted apart, so that candidates keep nobody of the back-office out. */
  readonly candidate?: boolean
}

/**
 * Asks leave to try a password, and counts the attempt as failed beforehand, so that a hundred tries at the same time
 * are a hundred tries; `forgiveAttempt` takes it back once the password was right. Null: go on; else the seconds to
 * wait, and nothing was counted.
 */
export async function beginAttempt(database: Database, attempt: Attempt): Promise<number | null> {
  const { now } = attempt
  return await transaction(database.pool, async (client) => {
    const places = await placesOf(client, attempt)
    let waitSeconds = 0
    for (const { login, place, free } of places) {
      await client.query(
        `insert into sign_in_attempt (login, place, failures, last_at) values ($1, $2, 0, $3)
         on conflict (login, place) do nothing`,
        [login, place, now.toString()],
      )
      const { rows } = await client.query<{ failures: number; last_at: Date }>(
        `select case when last_at < $3::timestamptz - make_interval(hours => $4) then 0 else failures end as failures,
           last_at
         from sign_in_attempt where login = $1 and place = $2 for update`,
        [login, place, now.toString(), forgottenAfterHours],
      )
      const { failures, last_at } = rows[0]!
      const endMs = last_at.getTime() + waitAfter(failures, free) * 1000
      waitSeconds = Math.max(waitSeconds, Math.ceil((endMs - now.epochMilliseconds) / 1000))
    }
    if (waitSeconds > 0) return waitSeconds
    for (const { login, place } of places)
      await client.query(
        `update sign_in_attempt
         set failures = case when last_at < $3::timestamptz - make_interval(hours => $4) then 1 else failures + 1 end,
           last_at = $3
         where login = $1 and place = $2`,
        [login, place, now.toString(), forgottenAfterHours],
      )
    return null
  })
}

/** The password was right: the failures of this login at this place are forgotten, this attempt of the address too. */
export async function forgiveAttempt(db: Queryable, attempt: Attempt): Promise<void> {
  for (const { login, place } of await placesOf(db, attempt))
    if (login === everyLogin || login === everyCandidate)
      await db.query(
        'update sign_in_attempt set failures = greatest(failures - 1, 0) where login = $1 and place = $2',
        [login, place],
      )
    else await db.query('delete from sign_in_attempt where login = $1 and place = $2', [login, place])
  await db.query('delete from sign_in_attempt where last_at < $1::timestamptz - make_interval(hours => $2)', [
    attempt.now.toString(),
    forgottenAfterHours,
  ])
}

/** No login is empty. */
const everyLogin = ''
/** Longer than any dossier number. */
const everyCandidate = 'candidate:whoever they are'

interface Place {
  readonly login: string
  readonly place: string
  readonly free: number
}

/** What counts this attempt, always in the same order, so that attempts at the same time wait for each other. */
async function placesOf(
  db: Queryable,
  { login, address, device, candidate = false }: Attempt,
): Promise<Place[]> {
  const name = login.toLowerCase().slice(0, 200)
  if (device !== null && (await isKnownDevice(db, name, device)))
    return [{ login: name, place: `device:${secretHash(device).toString('hex')}`, free: freeFailures }]
  const place = `address:${neighbourhood(address)}`
  return [
    candidate
      ? { login: everyCandidate, place, free: freeFailuresOfCandidates }
      : { login: everyLogin, place, free: freeFailuresOfAddress },
    { login: name, place, free: freeFailures },
  ]
}

/** Whoever has one IPv6 address has 2^64 of them: the network counts. */
export function neighbourhood(address: string): string {
  if (!address.includes(':') || /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address))
    return address.replace(/^::ffff:/i, '')
  const [head = '', tail] = address.split('::', 2)
  const groups = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  const all = [...groups, ...Array(Math.max(0, 8 - groups.length - end.length)).fill('0'), ...end]
  return `${all.slice(0, 4).join(':')}::/64`
}

async function isKnownDevice(db: Queryable, login: string, device: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from known_device join account on account.id = account_id
     where secret_hash = $1 and lower(login) = $2`,
    [secretHash(device), login],
  )
  return rowCount === 1
}

/** Whether any account has signed in from it before. */
export async function isDeviceOfAnyone(db: Queryable, device: string): Promise<boolean> {
  const { rowCount } = await db.query('select from known_device where secret_hash = $1', [secretHash(device)])
  return rowCount === 1
}

/**
 * Remembers that an account signed in from this device: the cookie's value, a new one unless it is the account's
 * already (one browser of two people keeps the last one's).
 */
export async function rememberDevice(
  db: Queryable,
  accountId: number,
  device: string | null,
  now: Temporal.Instant,
): Promise<string> {
  if (device !== null) {
    const { rowCount } = await db.query(
      'update known_device set last_seen_at = $3 where secret_hash = $1 and account_id = $2',
      [secretHash(device), accountId, now.toString()],
    )
    if (rowCount === 1) return device
  }
  const secret = newSecret()
  await db.query(
    `with old as (
       delete from known_device where secret_hash in (
         select secret_hash from known_device where account_id = $2 order by last_seen_at desc offset $4)
     )
     insert into known_device (secret_hash, account_id, last_seen_at) values ($1, $2, $3)`,
    [secretHash(secret), accountId, now.toString(), devicesKept - 1],
  )
  return secret
}
