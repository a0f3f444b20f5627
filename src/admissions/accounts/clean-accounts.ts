import type { RunDetail } from '../../batch/define-batch.ts'
import { type RunContext, RunLostError } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { forgetUnitFailures, noteUnitFailure, unitsToLeave } from '../../batch/unit-failures.ts'
import { countExpired, nextRemovable, noteKept, removeExpired } from './expired-accounts.ts'

const atATime = 100
const progressEvery = 200

interface Sums {
  removed: number
  /** Validated or filled in since they were found. */
  changed: number
  failed: number
  /** Not tried: put aside, or not yet due again. */
  left: number
}

/** The work of BATCH_NETTOYAGE_CPT (admissions.md 3.8). */
export async function cleanAccounts(context: RunContext<unknown>): Promise<RunDetail> {
  const { database, clock, log, progress, signal, run } = context
  const now = clock.now()
  const found = await countExpired(database.pool, now)
  const total = found.removable + found.withData
  log.info(
    total === 0
      ? 'Aucun compte à minima expiré : rien à faire'
      : `${total} compte(s) non validé(s) à temps, dont ${found.withData} avec des données`,
  )
  const leave = await unitsToLeave(database.pool, run.code, now)
  const sums: Sums = { removed: 0, changed: 0, failed: 0, left: 0 }
  for (let after = 0; ; ) {
    signal.throwIfAborted()
    const page = await nextRemovable(database.pool, now, after, atATime)
    if (page.length === 0) break
    after = page.at(-1)!
    const ids = page.filter((id) => !leave.has(unitOf(id)))
    sums.left += page.length - ids.length
    const before = sums.removed
    await removeAll(context, ids, sums)
    progress(sums.removed, found.removable)
    if (Math.floor(before / progressEvery) < Math.floor(sums.removed / progressEvery))
      log.info(`${sums.removed} compte(s) supprimé(s) sur ${found.removable}`)
  }
  await tellKept(context, found.withData)

  const detail = {
    selectionnes: total,
    traites: sums.removed,
    ignores: found.withData + sums.changed + sums.left,
    en_erreur: sums.failed,
    gardes_avec_donnees: found.withData,
  }
  if (total > 0)
    log.info(
      `Fin : ${sums.removed} compte(s) supprimé(s), ${found.withData} gardé(s) car ils ont des données, ${sums.failed} en erreur`,
    )
  if (sums.failed > 0)
    throw new RunFailure(
      `${sums.failed} compte(s) n’ont pas pu être supprimés, ${sums.removed} l’ont été : le journal dit lesquels, ils seront repris`,
      detail,
    )
  return detail
}

const unitOf = (id: number) => `account:${id}`

/** A hundred at once; where that fails, one by one: an account that cannot be removed keeps no other (R3). */
async function removeAll(context: RunContext<unknown>, ids: readonly number[], sums: Sums): Promise<void> {
  try {
    await remove(context, ids, sums)
  } catch (error) {
    if (isOver(context, error)) throw error
    for (const id of ids) {
      context.signal.throwIfAborted()
      try {
        await remove(context, [id], sums)
      } catch (failure) {
        if (isOver(context, failure)) throw failure
        sums.failed += 1
        await noteFailure(context, id, failure)
      }
    }
  }
}

async function remove(context: RunContext<unknown>, ids: readonly number[], sums: Sums): Promise<void> {
  const { clock, run, log } = context
  const numbers = await context.transaction(async (client) => {
    await forgetUnitFailures(client, run.code, ids.map(unitOf))
    return await removeExpired(client, ids, clock.now())
  })
  sums.removed += numbers.length
  sums.changed += ids.length - numbers.length
  if (numbers.length > 0) log.info(`Supprimés : ${numbers.join(', ')}`)
}

async function noteFailure(context: RunContext<unknown>, id: number, failure: unknown): Promise<void> {
  const { database, run, clock, log } = context
  // The code and the constraint: a message of the database may quote a row.
  const { code, constraint } = failure as { code?: string; constraint?: string }
  const error = [code ?? 'erreur', constraint].filter(Boolean).join(' ')
  const { quarantined } = await noteUnitFailure(database.pool, {
    batchCode: run.code,
    unit: unitOf(id),
    error,
    runId: run.id,
    now: clock.now(),
  })
  log.error(
    `Compte ${id} non supprimé (${error}) : ${quarantined ? 'mis de côté' : 'repris à un prochain passage'}`,
  )
}

async function tellKept(context: RunContext<unknown>, withData: number): Promise<void> {
  const { clock, run, log } = context
  if (withData === 0) return
  log.warn(
    `${withData} compte(s) expiré(s) et gardé(s) car ils ont des données : page « Comptes et candidatures », état « expiré, avec données »`,
  )
  for (;;) {
    context.signal.throwIfAborted()
    const numbers = await context.transaction((client) =>
      noteKept(client, { author: run.code, runId: run.id, now: clock.now() }),
    )
    if (numbers.length === 0) return
    for (let at = 0; at < numbers.length; at += 100)
      log.info(`Gardés pour la première fois : ${numbers.slice(at, at + 100).join(', ')}`)
  }
}

function isOver({ signal }: RunContext<unknown>, error: unknown): boolean {
  return error instanceof RunLostError || signal.aborted
}
