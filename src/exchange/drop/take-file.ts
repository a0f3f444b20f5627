import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import {
  type ClaimEnd,
  claim,
  claimPath,
  inClaim,
  isNotAllowed,
  makeClaimFolder,
  putAllBack,
  putBack,
  removeClaim,
} from './claim.ts'
import { type Copied, copyClaimed, UnreadableError } from './copy-claimed.ts'
import { checksumFault, nameFault, sizeFault, unreadable } from './delivery-faults.ts'
import {
  addDelivery,
  type Delivery,
  dropDelivery,
  endDelivery,
  markStaged,
  settleLeftBehind,
  updateClaim,
} from './drop-store.ts'
import type { PullPlace } from './pull-options.ts'
import type { QuarantinedFile, TakenFile } from './pull-report.ts'
import { explanationOf, quarantine } from './quarantine.ts'
import type { Candidate, WaitingReason } from './readiness.ts'

/**
 * One file's way out of the drop directory. What is written down before each step lets the next pull go on from there
 * (`recover-claims.ts`):
 *
 *     row `claimed` ──▶ renamed into its claim ──▶ copied, looked at again ──▶ row `staged` ──▶ published
 *                                                                        ──▶ row `delivered` ──▶ claim removed
 */
export type FileEnd =
  | { readonly kind: 'taken'; readonly file: TakenFile }
  | { readonly kind: 'quarantined'; readonly file: QuarantinedFile }
  | { readonly kind: 'waits'; readonly why: WaitingReason }
  /** Its sender took it back before we could. */
  | { readonly kind: 'gone' }

export async function takeFile(place: PullPlace, candidate: Candidate): Promise<FileEnd> {
  const { client, directory } = place
  const { file } = candidate
  const delivery = await addDelivery(client, directory, file, place.nowMs())
  await place.step('recorded', file.name)
  const end = await claimAll(place, delivery.id, candidate)
  if (end === 'gone') {
    await dropDelivery(client, delivery.id)
    return { kind: 'gone' }
  }
  if (end === 'not-allowed') {
    await updateClaim(client, delivery.id, { ...file, leftBehind: true })
    return await deliver(place, { ...delivery, leftBehind: true }, file.path)
  }
  await place.step('claimed', file.name)
  return await deliver(place, delivery, join(claimPath(directory, delivery.id), file.name))
}

/** First what says something of the file: when it is there, so are they. */
async function claimAll(place: PullPlace, id: number, candidate: Candidate): Promise<ClaimEnd> {
  const { directory } = place
  try {
    await makeClaimFolder(directory, id)
  } catch (error) {
    if (isNotAllowed(error)) return 'not-allowed'
    throw error
  }
  const marker = place.rules.doneMarker ? candidate.marker : null
  let end: ClaimEnd = 'claimed'
  for (const entry of [marker, candidate.checksum, candidate.file])
    if (entry !== null && end === 'claimed') {
      const one = await claim(entry, directory, id)
      // A companion that went away by itself leaves the file as it is.
      if (one !== 'gone' || entry === candidate.file) end = one
    }
  if (end !== 'claimed') await putAllBack(directory, id)
  return end
}

/** From the claim, or from where it lies if it cannot be claimed, to the command files. */
export async function deliver(
  place: PullPlace,
  delivery: Delivery,
  source: string | Buffer,
): Promise<FileEnd> {
  const { client, area, directory, rules } = place
  const { id, name } = delivery
  if (!(await isAsSeen(source, delivery))) return await giveBack(place, delivery)
  const fault = nameFault(name, source) ?? sizeFault(delivery.bytes, rules.largestBytes)
  if (fault !== null) return await setAside(place, delivery, source, fault)
  const key = stagedKey(id)
  let copied: Copied | undefined
  let mark: string
  try {
    mark = await area.staged.stage('commands', key, async (path) => {
      copied = await copyClaimed(directory, source, path, place.signal)
    })
  } catch (error) {
    await area.staged.forget('commands', key)
    if (!(error instanceof UnreadableError)) throw error
    return await setAside(place, delivery, source, unreadable)
  }
  const { sha256, bytes } = copied!
  await place.step('copied', name)
  // Whoever held the file open goes on writing into what we have claimed: that shows here.
  if (bytes !== delivery.bytes || !(await isAsSeen(source, delivery))) {
    await area.staged.forget('commands', key)
    return await giveBack(place, delivery)
  }
  const mismatch = await checksumFault(place, delivery, sha256)
  if (mismatch !== null) {
    await area.staged.forget('commands', key)
    return await setAside(place, delivery, source, mismatch)
  }
  await markStaged(client, id, sha256, mark)
  await place.step('staged', name)
  await publish(place, { ...delivery, mark }, source)
  place.log.info(`${name} : ${bytes} octets repris de ${directory}`)
  return { kind: 'taken', file: { name, bytes, sha256 } }
}

/** The steps from a staged copy to the end: also what a pull that died left to do. */
export async function publish(place: PullPlace, delivery: Delivery, source: string | Buffer): Promise<void> {
  const { client, area, directory } = place
  const key = stagedKey(delivery.id)
  await area.staged.publish('commands', key, delivery.mark!, delivery.name)
  await place.step('published', delivery.name)
  await endDelivery(client, delivery.id, 'delivered', place.nowMs())
  await place.step('delivered', delivery.name)
  await area.staged.forget('commands', key)
  // A writer that came to life again has written into what was taken: all of it must arrive, as a delivery of its own.
  if (!delivery.leftBehind && (await hasGrown(source, delivery))) await putAllBack(directory, delivery.id)
  else await removeSource(place, delivery, source)
  await place.step('removed', delivery.name)
}

export function stagedKey(id: number): string {
  return `drop-${id}`
}

/** The file is safe: it goes, or is remembered. */
export async function removeSource(
  place: PullPlace,
  delivery: Pick<Delivery, 'id' | 'name' | 'leftBehind'>,
  source: string | Buffer,
): Promise<void> {
  try {
    if (delivery.leftBehind) await rm(source, { force: true })
    else await removeClaim(place.directory, delivery.id)
  } catch (error) {
    if (!isNotAllowed(error)) throw error
    place.log.warn(`${delivery.name} : pris, mais n’a pas pu être retiré du répertoire de dépôt`)
    await place.alarms.raise({ kind: 'not-removable', subject: delivery.name })
    return
  }
  if (delivery.leftBehind) await settleLeftBehind(place.client, delivery.id, false)
}

async function isAsSeen(source: string | Buffer, delivery: Delivery): Promise<boolean> {
  const found = await lstat(source, { bigint: true }).catch(() => null)
  return (
    found?.isFile() === true && Number(found.size) === delivery.bytes && found.mtimeNs === delivery.modifiedNs
  )
}

/** By its size: one that was merely dated anew is the same delivery. */
async function hasGrown(source: string | Buffer, delivery: Delivery): Promise<boolean> {
  const found = await lstat(source, { bigint: true }).catch(() => null)
  return found !== null && Number(found.size) !== delivery.bytes
}

/** It is still being written: its sender finds it where it was. */
async function giveBack(place: PullPlace, delivery: Delivery): Promise<FileEnd> {
  const { client, directory } = place
  const { id, name } = delivery
  if (delivery.leftBehind) {
    await dropDelivery(client, id)
    return { kind: 'waits', why: 'changing' }
  }
  // A newer file has its name: this one is delivered first, as soon as it is at rest.
  if (!(await putBack(directory, id, name))) return { kind: 'waits', why: 'claimed' }
  await putAllBack(directory, id)
  await dropDelivery(client, id)
  return { kind: 'waits', why: 'changing' }
}

/** Into quarantine, with the reason. */
async function setAside(
  place: PullPlace,
  delivery: Delivery,
  source: string | Buffer,
  reason: Text,
): Promise<FileEnd> {
  const { id, name } = delivery
  await endDelivery(place.client, id, 'quarantined', place.nowMs(), JSON.stringify(reason))
  await place.step('quarantining', name)
  await finishQuarantine(place, delivery, source, reason)
  place.log.warn(`${name} : mis en quarantaine (${reason.fr})`)
  return { kind: 'quarantined', file: { name, reason } }
}

/** Also what a pull that died left to do. */
export async function finishQuarantine(
  place: PullPlace,
  delivery: Pick<Delivery, 'id' | 'name' | 'leftBehind'>,
  source: string | Buffer,
  reason: Text,
): Promise<void> {
  const { directory } = place
  const { id, name } = delivery
  const at = Temporal.Instant.fromEpochMilliseconds(place.nowMs()).toString()
  try {
    const explanation = explanationOf(name, reason, at)
    if (delivery.leftBehind) await quarantine(directory, source, name, explanation)
    else
      await inClaim(directory, id, (folder) => quarantine(directory, join(folder, name), name, explanation))
  } catch (error) {
    if (!isNotAllowed(error)) throw error
    await place.alarms.raise({ kind: 'not-removable', subject: delivery.name })
    return
  }
  if (!delivery.leftBehind) await removeClaim(directory, id)
}
