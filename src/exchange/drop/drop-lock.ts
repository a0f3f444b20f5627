import { lstat, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { agentLockName, lockName } from './drop-names.ts'
import { createLock, type FoundLock, findLock, isOwnerDead, type LockOwner, removeLock } from './lock-file.ts'
import type { PullPlace } from './pull-options.ts'
import { wasCutShort } from './pull-report.ts'

export type LockAttempt =
  | { readonly ok: true; readonly inode: bigint }
  | { readonly ok: false; readonly why: 'agent-at-work' | 'already-pulling' | 'not-writable' }

/**
 * The lock protocol of learning.md 3.5, in its order, but for one thing: the lock of our own pull that died on this very
 * machine is taken over at once. Called by one at a time of those who share the database; the files are for the agents,
 * and for whoever shares the folder without the database.
 */
export async function takeLock(place: PullPlace): Promise<LockAttempt> {
  const { directory, alarms } = place
  if (await agentIsAtWork(place)) return { ok: false, why: 'agent-at-work' }
  const found = await findLock(directory, lockName)
  if (found !== null && !(await mayTakeOver(place, found))) return { ok: false, why: 'already-pulling' }
  let inode: bigint | null
  try {
    if (found !== null) await removeStale(directory, found)
    inode = await createLock(directory, {
      host: place.host,
      pid: place.pid ?? process.pid,
      at: Temporal.Instant.fromEpochMilliseconds(place.nowMs()).toString(),
    })
  } catch (error) {
    place.log.warn(`lock.txt n’a pas pu être créé : ${(error as NodeJS.ErrnoException).code ?? error}`)
    await alarms.raise({ kind: 'not-writable' })
    return { ok: false, why: 'not-writable' }
  }
  await alarms.solve('not-writable')
  if (inode === null) return { ok: false, why: 'already-pulling' }
  try {
    await place.step('locked', '')
    // An agent that began between our two looks has seen no lock: it goes first.
    if (!(await agentIsAtWork(place))) return { ok: true, inode }
  } catch (error) {
    await removeLock(directory, inode)
    throw error
  }
  await removeLock(directory, inode)
  return { ok: false, why: 'agent-at-work' }
}

/** `alock.txt` always blocks, whatever its age; an old one is an alarm. */
async function agentIsAtWork(place: PullPlace): Promise<boolean> {
  const found = await findLock(place.directory, agentLockName)
  const age = found === null ? 0 : ageSeconds(place, found)
  if (found !== null && age > place.rules.staleAfterHours * 3600) {
    place.log.warn(
      `alock.txt a plus de ${place.rules.staleAfterHours} h : l’agent de dépôt est-il en défaut ?`,
    )
    await place.alarms.raise({ kind: 'alock', ageSeconds: age, owner: found.text })
  } else await place.alarms.solve('alock')
  return found !== null
}

async function mayTakeOver(place: PullPlace, found: FoundLock): Promise<boolean> {
  const age = ageSeconds(place, found)
  const limit = place.rules.staleAfterHours * 3600
  const self = { host: place.host, pid: place.pid ?? process.pid }
  if (age <= limit) {
    await place.alarms.solve('lock')
    return isOwnerDead(found.owner, self) && (await isOfOurs(place, found.owner!))
  }
  place.log.warn(`lock.txt a plus de ${place.rules.staleAfterHours} h (${found.text ?? 'illisible'})`)
  await place.alarms.raise({ kind: 'lock', ageSeconds: age, owner: found.text })
  return age > 2 * limit || isOwnerDead(found.owner, self)
}

/**
 * Whether our own database knows of the pull that left the lock. Then nobody has to wait until it is old: the process is
 * gone, and so is its hold on the database. Of one that we know nothing of, the machine may merely have the name of ours.
 */
async function isOfOurs(place: PullPlace, owner: LockOwner): Promise<boolean> {
  const { client, directory, log } = place
  if (!(await wasCutShort(client, directory, owner))) return false
  log.warn(`lock.txt d’une récupération morte sur cette machine (processus ${owner.pid}) : repris`)
  return true
}

/** Takes away the lock that was looked at, and no other that has come in its place. */
async function removeStale(directory: string, found: FoundLock): Promise<void> {
  const path = join(directory, lockName)
  const aside = join(directory, `.lock-stale-${found.inode}`)
  await rename(path, aside)
  const now = await findLock(directory, `.lock-stale-${found.inode}`)
  if (now !== null && now.inode !== found.inode) await rename(aside, path)
  // A folder that an agent called so is not emptied: a link could take its place meanwhile. It stays aside, hidden.
  else if (!(await lstat(aside).catch(() => null))?.isDirectory()) await rm(aside, { force: true })
  else await rmdir(aside).catch(() => {})
}

function ageSeconds(place: PullPlace, found: FoundLock): number {
  return (place.nowMs() - found.modifiedMs) / 1000
}

/** Whether to go on: our lock is still there, and no agent has begun in spite of it. */
export async function lockStands(place: PullPlace, inode: bigint): Promise<boolean> {
  const [own, agent] = await Promise.all([
    findLock(place.directory, lockName),
    findLock(place.directory, agentLockName),
  ])
  return own?.inode === inode && agent === null
}
