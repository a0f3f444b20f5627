import type { RunContext } from '../../batch/run-context.ts'
import { RunLostError } from '../../batch/run-context.ts'
import { noteUnitFailure, unitsToLeave } from '../../batch/unit-failures.ts'
import { deleteAccounts } from './delete-accounts.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'

const atATime = 100
const progressEvery = 500
const batchCode = 'BATCH_DESTRUCT_DOSSIER'

export interface DestroyedAccounts {
  readonly accounts: number
  readonly applications: number
  /** Left for the next run, and why stands in the log. */
  readonly failed: number
  readonly left: number
}

/**
 * Deletes the accounts of a campaign, a hundred in a transaction (admissions.md 3.6, step 1). Where a hundred fails, each of them is
 * tried by itself: one that cannot be deleted does not keep the others (R3).
 */
export async function destroyAccounts(
  context: RunContext<unknown>,
  campaign: ArchivedCampaign,
  filesByHand: boolean,
): Promise<DestroyedAccounts> {
  const { database, log, progress, signal, clock } = context
  const { rows: counted } = await database.pool.query<{ count: number }>(
    'select count(*) from admissions.account where campaign_id = $1',
    [campaign.id],
  )
  const total = counted[0]!.count
  log.info(`${campaign.code} : ${total} compte(s) à détruire`)
  const leave = await unitsToLeave(database.pool, batchCode, clock.now())
  const sum = { accounts: 0, applications: 0, failed: 0, left: 0 }
  const destroy = (accountIds: readonly number[]) =>
    context.transaction((client) =>
      deleteAccounts(client, { campaignId: campaign.id, accountIds, filesByHand, now: clock.now() }),
    )
  const add = ({ accounts = 0, applications = 0 }) => {
    sum.accounts += accounts
    sum.applications += applications
  }
  let after = 0
  for (;;) {
    signal.throwIfAborted()
    const { rows } = await database.pool.query<{ id: number }>(
      'select id from admissions.account where campaign_id = $1 and id > $2 order by id limit $3',
      [campaign.id, after, atATime],
    )
    if (rows.length === 0) return sum
    after = rows.at(-1)!.id
    const ids = rows.map(({ id }) => id).filter((id) => !leave.has(`account:${id}`))
    sum.left += rows.length - ids.length
    const before = sum.accounts
    try {
      add(await destroy(ids))
    } catch (error) {
      if (isOver(error, signal)) throw error
      for (const id of ids) {
        signal.throwIfAborted()
        try {
          add(await destroy([id]))
        } catch (failure) {
          if (isOver(failure, signal)) throw failure
          sum.failed += 1
          await noteFailure(context, id, failure)
        }
      }
    }
    progress(sum.accounts, total, campaign.code)
    if (Math.floor(before / progressEvery) < Math.floor(sum.accounts / progressEvery))
      log.info(`${campaign.code} : ${sum.accounts} compte(s) détruits sur ${total}`)
  }
}

/** The run is told to stop or is no longer this node's: no failure of what it was at. */
export function isOver(error: unknown, signal: AbortSignal): boolean {
  return error instanceof RunLostError || signal.aborted
}

async function noteFailure(context: RunContext<unknown>, accountId: number, failure: unknown): Promise<void> {
  const { database, log, run, clock } = context
  // A constraint or an error code, never the message of the database: that may quote a row.
  const { code, constraint } = failure as { code?: string; constraint?: string }
  const error = [code ?? 'erreur', constraint].filter(Boolean).join(' ')
  const noted = await noteUnitFailure(database.pool, {
    batchCode,
    unit: `account:${accountId}`,
    error,
    runId: run.id,
    now: clock.now(),
  })
  log.error(
    `compte ${accountId} non détruit (${error})${noted.quarantined ? ', mis en quarantaine' : ', repris au prochain passage'}`,
  )
}
