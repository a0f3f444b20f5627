import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import type { ActiveCampaign } from '../campaigns/active-campaign.ts'
import { opiAttachments, opiBatchLimit } from '../settings.ts'
import type { PouredChunk, PouringPlace } from './pouring/pour-candidates.ts'
import { pourChunk } from './pouring/pour-chunk.ts'
import { readOptions } from './pouring/read-options.ts'
import { countWaiting, type SelectedCandidate, selectCandidates } from './pouring/select-candidates.ts'
import { type OpiTarget, OpiTargetUnavailable } from './target/opi-target.ts'
import { tellAdministrators } from './tell-administrators.ts'

/** Candidates in one exchange with the target. */
const chunkSize = 100
/** Candidates selected at a time. */
const pageSize = 2_000
const progressEvery = 200

/** BATCH_ASYNC_OPI with Apogée: pours all that waits in the campaign, oldest first (admissions.md 3.4). */
export async function pourCampaign(
  context: RunContext<unknown>,
  campaign: ActiveCampaign,
  target: OpiTarget,
): Promise<RunDetail> {
  const { database, settings, clock, log, signal, progress, run, place } = context
  const today = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate().toString()
  const limit = await settings.get(opiBatchLimit)
  const waiting = await countWaiting(database.pool, campaign.id, clock.now())
  const total = limit === 0 ? waiting.candidates : Math.min(limit, waiting.candidates)
  const counts = {
    candidats: 0,
    voeux_verses: 0,
    retraits: 0,
    erreurs: 0,
    codes_modifies: 0,
    modifies_entre_temps: 0,
    candidats_en_erreur: 0,
    candidats_ignores: 0,
  }
  const detail = (): RunDetail => ({
    selectionnes: total,
    traites: counts.candidats - counts.candidats_en_erreur,
    ignores: counts.candidats_ignores,
    en_erreur: counts.candidats_en_erreur,
    voeux_verses: counts.voeux_verses,
    retraits: counts.retraits,
    erreurs: counts.erreurs,
    en_quarantaine: waiting.aside,
    codes_modifies: counts.codes_modifies,
  })
  log.info(
    `campagne ${campaign.code} : ${total} candidats à verser${limit === 0 ? '' : ` (limite ${limit})`}, ` +
      `${waiting.later} OPI attendent leur prochain essai, ${waiting.aside} sont en quarantaine`,
  )
  if (total === 0) {
    log.info('rien à verser')
    return detail()
  }
  const pouring: PouringPlace = {
    database,
    transaction: context.transaction,
    target,
    clock,
    options: await readOptions(database.pool, settings, today),
    campaign,
    author: run.code,
    runId: run.id,
    withAttachments: await settings.get(opiAttachments),
    warn: (message) => log.warn(message),
  }
  const add = (chunk: PouredChunk) => {
    counts.candidats += chunk.candidates
    counts.voeux_verses += chunk.poured
    counts.retraits += chunk.withdrawn
    counts.erreurs += chunk.errors
    counts.codes_modifies += chunk.codesChanged
    counts.modifies_entre_temps += chunk.changedMeanwhile
    counts.candidats_en_erreur += chunk.failed
    counts.candidats_ignores += chunk.skipped
    const done = counts.candidats + counts.candidats_ignores
    progress(done, total)
    if (done % progressEvery === 0 || done === total)
      log.info(
        `${done}/${total} candidats : ${counts.voeux_verses} vœux versés, ${counts.retraits} retraits, ${counts.erreurs} erreurs`,
      )
  }
  try {
    const startedAt = clock.now()
    let after: SelectedCandidate | null = null
    for (let left = total; left > 0; ) {
      const size: number = Math.min(left, pageSize)
      const page: SelectedCandidate[] = await selectCandidates(database.pool, {
        campaignId: campaign.id,
        now: startedAt,
        after,
        size,
      })
      if (page.length === 0) break
      for (let at = 0; at < page.length; at += chunkSize) {
        signal.throwIfAborted()
        const chunk = page.slice(at, at + chunkSize).map(({ candidateId }) => candidateId)
        await pourChunk(pouring, chunk, add)
      }
      after = page.at(-1)!
      left -= page.length
    }
  } catch (error) {
    if (!(error instanceof OpiTargetUnavailable)) throw error
    log.error(
      `SI Scolarité indisponible : ${error.message}. Rien n'est perdu : le prochain essai reprendra là.`,
    )
    throw new RunFailure(`SI Scolarité indisponible : ${error.message}`, detail())
  }
  if (counts.modifies_entre_temps > 0)
    log.info(`${counts.modifies_entre_temps} OPI modifiés pendant l'appel : au prochain essai`)
  await tellAdministrators(context, campaign)
  waiting.aside = (await countWaiting(database.pool, campaign.id, clock.now())).aside
  if (counts.erreurs > 0)
    throw new RunFailure(
      `${counts.erreurs} OPI en erreur (${counts.candidats_en_erreur} candidats) : la page « OPI » dit pourquoi`,
      detail(),
    )
  return detail()
}
