import { lstat, readdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Text } from '../../platform/text.ts'
import { claimPath, findClaims, inClaim, makeClaimFolder, putBack, removeClaim } from './claim.ts'
import { checksumEnding, markerEnding } from './drop-names.ts'
import {
  addDelivery,
  type Delivery,
  deliveriesUnderWay,
  dropDelivery,
  endDelivery,
  settleLeftBehind,
  updateClaim,
} from './drop-store.ts'
import type { PullPlace } from './pull-options.ts'
import { restOf } from './readiness.ts'
import { deliver, type FileEnd, finishQuarantine, publish, stagedKey } from './take-file.ts'

/** What became of a file that an earlier pull had begun to take. */
export interface Recovered {
  readonly name: string
  readonly bytes: number
  readonly end: FileEnd
}

/**
 * Goes on with what earlier pulls left: called with the lock held, so nobody else is at it. The rows and the folder of
 * claims are compared, and each file is taken up at the step after the last one written down: none is lost, none comes
 * twice. Sent one by one, so that a fault on the way loses no word of the ones before.
 */
export async function* recoverClaims(place: PullPlace): AsyncGenerator<Recovered> {
  const { client, directory } = place
  const claims = await findClaims(directory)
  const rows = new Map((await deliveriesUnderWay(client, directory)).map((row) => [row.id, row]))
  const ended = await endedClaims(
    place,
    [...claims.keys()].filter((id) => !rows.has(id)),
  )

  for (const row of rows.values()) {
    place.signal?.throwIfAborted()
    const names = claims.get(row.id) ?? []
    if (names.includes(row.name)) yield told(row, await goOn(place, row))
    else await withoutClaim(place, row, names)
  }
  for (const [id, names] of claims) {
    if (rows.has(id)) continue
    place.signal?.throwIfAborted()
    const row = ended.get(id)
    // It has its name: the hidden one may have been left.
    if (row?.state === 'delivered') await place.area.staged.forget('commands', stagedKey(id))
    const folder = claimPath(directory, id)
    if (names.length === 0) await rmdir(folder).catch(() => {})
    else if (row === undefined) yield* adopt(place, id, names)
    else if (row.state === 'quarantined' && names.includes(row.name))
      await finishQuarantine(
        place,
        { id, name: row.name, leftBehind: false },
        join(folder, row.name),
        row.reason,
      )
    // Delivered: only the claim was left to remove.
    else
      await removeClaim(directory, id).catch(() =>
        place.alarms.raise({ kind: 'not-removable', subject: row.name }),
      )
  }
}

function told({ name, bytes }: Delivery, end: FileEnd): Recovered {
  return { name, bytes, end }
}

async function goOn(place: PullPlace, row: Delivery): Promise<FileEnd> {
  const path = join(claimPath(place.directory, row.id), row.name)
  if (row.state === 'staged' && (await place.area.staged.has('commands', stagedKey(row.id)))) {
    await publish(place, row, path)
    const { rows } = await place.client.query<{ sha256: string }>(
      'select sha256 from drop_delivery where id = $1',
      [row.id],
    )
    return { kind: 'taken', file: { name: row.name, bytes: row.bytes, sha256: rows[0]!.sha256 } }
  }
  // Its writer may have gone on in it since.
  const found = await lstat(path, { bigint: true })
  const now = { name: row.name, bytes: Number(found.size), modifiedNs: found.mtimeNs }
  if (restOf(now, { nowMs: place.nowMs(), sightings: new Map() }) === 'fresh')
    return { kind: 'waits', why: 'claimed' }
  if (now.bytes !== row.bytes || now.modifiedNs !== row.modifiedNs)
    await updateClaim(place.client, row.id, now)
  return await deliver(place, { ...row, ...now, state: 'claimed', mark: null }, path)
}

/** The row was written, the file was not, or no longer, in its claim. */
async function withoutClaim(place: PullPlace, row: Delivery, companions: readonly string[]): Promise<void> {
  const { client, area, directory } = place
  const key = stagedKey(row.id)
  const folder = claimPath(directory, row.id)
  if (row.state === 'staged' && (await area.staged.has('commands', key))) {
    // Taken where it lies, or its claim was taken away: the copy is whole.
    await area.staged.publish('commands', key, row.mark!, row.name)
    await endDelivery(client, row.id, 'delivered', place.nowMs())
    if (!row.leftBehind) await settleLeftBehind(client, row.id, false)
  } else await dropDelivery(client, row.id)
  await area.staged.forget('commands', key)
  // The crash came between two renames: what goes with the file goes back beside it.
  for (const name of companions) await putBack(directory, row.id, name)
  if (companions.length > 0) await removeClaim(directory, row.id)
  await rmdir(folder).catch(() => {})
}

interface EndedClaim {
  readonly name: string
  readonly state: 'delivered' | 'quarantined'
  readonly reason: Text
}

async function endedClaims(place: PullPlace, ids: readonly number[]): Promise<Map<number, EndedClaim>> {
  if (ids.length === 0) return new Map()
  const { rows } = await place.client.query<{
    id: number
    name: string
    state: 'delivered' | 'quarantined'
    reason: string | null
  }>(
    'select id, name, state, reason from drop_delivery where directory = $1 and id = any($2) and ended_at is not null',
    [place.directory, ids],
  )
  return new Map(
    rows.map(({ id, name, state, reason }) => [
      id,
      { name, state, reason: reason === null ? { fr: '', en: '' } : (JSON.parse(reason) as Text) },
    ]),
  )
}

/** A claim that no row knows, after the database was restored from a copy, say: taken rather than lost. */
async function* adopt(place: PullPlace, id: number, names: readonly string[]): AsyncGenerator<Recovered> {
  const { client, directory } = place
  const isCompanion = (name: string) =>
    [checksumEnding, markerEnding].some(
      (ending) => name.endsWith(ending) && names.includes(name.slice(0, -ending.length)),
    )
  const name = names.find((one) => !isCompanion(one))!
  const found = await lstat(join(claimPath(directory, id), name), { bigint: true })
  const file = { name, bytes: Number(found.size), modifiedNs: found.mtimeNs }
  const row = await addDelivery(client, directory, file, place.nowMs())
  const folder = await makeClaimFolder(directory, row.id)
  await inClaim(directory, id, (from) =>
    inClaim(directory, row.id, async (to) => {
      for (const one of await readdir(from)) await rename(join(from, one), join(to, one))
    }),
  )
  await rmdir(claimPath(directory, id)).catch(() => {})
  yield told(row, await deliver(place, row, join(folder, name)))
}
