import type { RunDetail } from '../../../batch/define-batch.ts'
import { type RunContext, RunLostError } from '../../../batch/run-context.ts'
import { RunFailure, RunStopped } from '../../../batch/run-outcome.ts'
import type { ActiveCampaign } from '../../campaigns/active-campaign.ts'
import type { FileStore } from '../../files/file-store.ts'
import { attachmentMegabytes, attachmentTypes } from '../settings.ts'
import type { AttachmentTarget } from '../target/attachment-target.ts'
import { OpiTargetUnavailable } from '../target/opi-target.ts'
import { attachmentCauses } from './attachment-causes.ts'
import type { ContentLimits } from './check-content.ts'
import { noteAttachments } from './note-attachments.ts'
import { countAttachments, selectAttachments, type WaitingAttachment } from './select-attachments.ts'
import { type AttachmentMark, StoreUnavailable, sendOne } from './send-one.ts'
import { settleConflicts } from './settle-conflicts.ts'
import { writeMark } from './write-mark.ts'

const pageSize = 500
const progressEvery = 200

/**
 * BATCH_ASYNC_OPI_PJ (admissions.md 3.12): sends what waits, one file at a time, and notes as sent only what it has read back.
 * Sending again replaces what is there, so that a crash in between does no harm.
 */
export async function sendAttachments(
  context: RunContext<unknown>,
  campaign: ActiveCampaign,
  { store, target }: { readonly store: FileStore; readonly target: AttachmentTarget },
): Promise<RunDetail> {
  const { database, settings, clock, log, signal, progress, run, place } = context
  const by = () => ({ author: run.code, runId: run.id, now: clock.now() })
  const conflicts = await context.transaction(async (client) => {
    await noteAttachments(client, { campaignId: campaign.id }, clock.now())
    return await settleConflicts(client, campaign.id, by())
  })
  for (const line of conflicts) log.warn(line)
  const startedAt = clock.now()
  const waiting = await countAttachments(database.pool, campaign.id, startedAt)
  const counts = { sent: 0, absent: 0, errors: 0, changed: 0, aside: waiting.aside }
  const detail = (): RunDetail => ({
    selectionnes: waiting.due,
    traites: counts.sent,
    ignores: counts.changed,
    en_erreur: counts.errors,
    pieces_absentes: counts.absent,
    conflits: conflicts.length,
    en_quarantaine: counts.aside,
  })
  log.info(
    `campagne ${campaign.code} : ${waiting.due} pièces à verser, ${waiting.later} attendent leur prochain essai, ` +
      `${waiting.aside} sont en quarantaine`,
  )
  if (waiting.due === 0) {
    log.info('aucune pièce à verser')
    return detail()
  }
  try {
    const ready = await store.check()
    if (ready.kind !== 'ready') throw new StoreUnavailable(ready.words)
    const limits: ContentLimits = {
      megabytes: await settings.get(attachmentMegabytes),
      types: await settings.get(attachmentTypes),
      largest: await target.largest(),
    }
    let after: WaitingAttachment | null = null
    for (let done = 0; done < waiting.due; ) {
      const page: WaitingAttachment[] = await selectAttachments(database.pool, {
        campaignId: campaign.id,
        now: startedAt,
        after,
        size: Math.min(pageSize, waiting.due - done),
      })
      if (page.length === 0) break
      for (const attachment of page) {
        signal.throwIfAborted()
        const mark = await attempt(attachment, limits)
        const written = await context.transaction((client) => writeMark(client, attachment, mark, by()))
        count(attachment, mark, written)
        done++
        progress(done, waiting.due)
        if (done % progressEvery === 0 || done === waiting.due)
          log.info(
            `${done}/${waiting.due} pièces : ${counts.sent} versées, ${counts.absent} absentes, ${counts.errors} erreurs`,
          )
      }
      after = page.at(-1)!
    }
  } catch (error) {
    const what =
      error instanceof StoreUnavailable
        ? 'dépôt de fichiers indisponible'
        : error instanceof OpiTargetUnavailable
          ? 'SI Scolarité indisponible'
          : null
    if (what === null) throw error
    const words = `${what} : ${(error as Error).message}`
    log.error(`${words}. Rien n'est perdu : le prochain essai reprendra là.`)
    throw new RunFailure(words, detail())
  }
  counts.aside = (await countAttachments(database.pool, campaign.id, clock.now())).aside
  if (counts.errors + counts.absent > 0)
    throw new RunFailure(
      `${counts.errors} pièces en erreur, ${counts.absent} absentes du dépôt : la page « OPI » dit lesquelles`,
      detail(),
    )
  return detail()

  /** What nobody foresaw is an error of one attachment. */
  async function attempt(attachment: WaitingAttachment, limits: ContentLimits): Promise<AttachmentMark> {
    const sentAt = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDateTime()
    try {
      return await sendOne(attachment, {
        store,
        target,
        limits,
        sentAt: sentAt.toString({ smallestUnit: 'second' }).replace('T', ' '),
      })
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof OpiTargetUnavailable) throw error
      if (error instanceof RunStopped || error instanceof RunLostError) throw error
      log.warn(`dossier ${attachment.dossierNo}, pièce ${attachment.sisCode} : ${(error as Error).message}`)
      return { kind: 'error', cause: 'unexpected', detail: null }
    }
  }

  function count({ dossierNo, sisCode }: WaitingAttachment, mark: AttachmentMark, written: boolean): void {
    if (!written) counts.changed++
    else if (mark.kind === 'sent') counts.sent++
    else if (mark.kind === 'absent') {
      counts.absent++
      log.warn(
        `dossier ${dossierNo}, pièce ${sisCode} : ${attachmentCauses['file-absent'].fr}, gardée absente`,
      )
    } else {
      counts.errors++
      const { cause, detail: more } = mark
      log.warn(
        `dossier ${dossierNo}, pièce ${sisCode} : ${attachmentCauses[cause].fr}${more === null ? '' : ` (${more})`}`,
      )
    }
  }
}
