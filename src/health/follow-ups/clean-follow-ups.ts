import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { civilDate } from './civil-time.ts'
import { neverPrintedMail } from './never-printed-mail.ts'
import {
  countOldFollowUps,
  type DeletedFollowUp,
  deleteOldFollowUps,
  firstKept,
  type OldFollowUps,
} from './old-follow-ups.ts'

export interface CleaningRequest {
  readonly months: number
  readonly dryRun: boolean
  /** Goes on although more than half of all would go. */
  readonly force: boolean
}

/** health.md 2: rows of one transaction. */
const chunk = 500

/** More than half of more than so many: something is wrong, and somebody must look first. */
const alarmingCount = 100

/** Deletes the follow-ups that are too old (health.md 2.2). Run again, it deletes nothing more. */
export async function cleanFollowUps(context: RunContext, request: CleaningRequest): Promise<RunDetail> {
  const { database, log, signal, progress, run } = context
  const until = firstKeptOf(context, request)
  const counts = await countOldFollowUps(database.pool, until)
  if (request.dryRun) {
    log.info(`Simulation : ${counts.old} relance(s) sur ${counts.all} seraient supprimées`)
    return detailOf(counts, counts.old, counts.neverPrinted)
  }
  if (!request.force && counts.all > alarmingCount && counts.old * 2 > counts.all)
    throw new RunFailure(
      `${counts.old} relances sur ${counts.all} seraient supprimées, plus de la moitié : rien n'a été fait. ` +
        "Vérifiez les échéances et l'âge demandé, puis relancez avec « forcer ».",
      detailOf(counts, 0, counts.neverPrinted),
    )
  const mail = await neverPrintedMail(context)
  let deleted = 0
  let neverPrinted = 0
  for (;;) {
    signal.throwIfAborted()
    const gone = await context.transaction(async (client) => {
      const rows = await deleteOldFollowUps(client, until, chunk)
      const unprinted = countNeverPrinted(rows)
      if (unprinted > 0) await mail.write(client, neverPrinted + unprinted)
      if (rows.length > 0)
        await recordAudit(client, {
          actor: `SYSTEM:${run.code}`,
          action: 'follow-ups.deleted',
          subject: `run:${run.id}`,
          application: 'health',
          detail: { followUps: rows.map(({ neverPrinted: _, ...row }) => row) },
        })
      return rows
    })
    deleted += gone.length
    neverPrinted += countNeverPrinted(gone)
    progress(deleted, counts.old)
    if (gone.length < chunk) break
  }
  log.info(`${deleted} relance(s) supprimée(s) sur ${counts.all}`)
  if (neverPrinted > 0) await mail.send(neverPrinted)
  return detailOf(counts, deleted, neverPrinted)
}

/** How much a run would delete, for whoever is about to launch it. */
export async function previewCleaning(context: RunContext, request: CleaningRequest): Promise<RunDetail> {
  const counts = await countOldFollowUps(context.database.pool, firstKeptOf(context, request))
  return detailOf(counts, counts.old, counts.neverPrinted)
}

const countNeverPrinted = (rows: readonly DeletedFollowUp[]) => rows.filter((one) => one.neverPrinted).length

function firstKeptOf({ clock, place }: RunContext, { months }: CleaningRequest): string {
  return firstKept(civilDate(clock.now(), place.timeZone), months)
}

function detailOf(counts: OldFollowUps, deleted: number, neverPrinted: number): RunDetail {
  return {
    examinees: counts.all,
    supprimees: deleted,
    jamais_editees: neverPrinted,
    conservees: counts.all - deleted,
  }
}
