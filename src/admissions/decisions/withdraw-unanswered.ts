import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { openTemplateBook } from '../mails/template-book.ts'
import { liveRanks } from '../settings.ts'
import { decisionCampaign } from './decision-campaign.ts'
import { type Promotion, promoteLocked } from './promote-next.ts'
import { rankAfterCutShort } from './rank-after-cut-short.ts'
import { type RefusedPromotion, refusedPromotionsMail } from './refused-promotions-mail.ts'
import { countUnanswered, pageOfUnanswered, type Unanswered } from './unanswered.ts'
import { lockWaitingLists, rankLocked } from './waiting-list.ts'
import { withdrawOne } from './withdraw-one.ts'
import { type UnitCounts, workOnUnits } from './work-on-units.ts'

/** Many, so that the applications of a formation come together: its list is renumbered once a page. */
const pageSize = 2000

interface WithdrawalCounts extends UnitCounts {
  promus: number
  promotions_refusees: number
  /** Withdrawals and promotions whose template is out of service or missing. */
  courriels_non_envoyes: number
}

/**
 * BATCH_DESIST_AUTO (admissions.md 3.13): withdraws applications whose candidate has let the deadline pass, and gives each seat
 * to the first of the waiting list, in one transaction for each application. What a run promotes has its deadline to come,
 * so the same run never comes back to it.
 */
export async function withdrawUnanswered(context: RunContext): Promise<WithdrawalCounts> {
  const { clock, database, log, place, run, settings } = context
  const counts: WithdrawalCounts = {
    selectionnes: 0,
    traites: 0,
    ignores: 0,
    en_erreur: 0,
    promus: 0,
    promotions_refusees: 0,
    courriels_non_envoyes: 0,
  }
  const active = await decisionCampaign(context, { warnOfLateDeadlines: true })
  if (active === null) return counts
  const { campaign, today } = active
  const { timeZone } = place
  const query = { campaignId: campaign.id, timeZone, from: null, until: dayBefore(today) }
  const ranked = await settings.get(liveRanks)
  if (ranked) {
    const lists = await context.transaction((client) =>
      rankAfterCutShort(client, { run, campaignId: campaign.id, now: clock.now() }),
    )
    if (lists > 0) log.info(`rangs de ${lists} liste(s) revus après une exécution interrompue`)
  }
  const total = await countUnanswered(database.pool, query)
  if (total === 0) {
    log.info(`campagne ${campaign.code} : aucune candidature dont la date limite soit passée, rien à faire`)
    return counts
  }
  log.info(`campagne ${campaign.code} : ${total} candidature(s) sans réponse après leur date limite`)
  const surroundings = {
    campaignId: campaign.id,
    timeZone,
    today,
    clock,
    templates: openTemplateBook(database.pool, log),
    author: run.code,
    runId: run.id,
  }
  /** Formations whose list was promoted from and whose ranks are yet to follow. */
  const unranked = new Set<number>()
  const rank = (client: pg.ClientBase, formationId: number) =>
    rankLocked(client, [formationId], { campaignId: campaign.id, now: clock.now() })
  const refusals = await refusedPromotionsMail(context)
  const refused: RefusedPromotion[] = []
  const turns = oneAtATime()

  /** The last of a formation renumbers its list, in its own transaction: so whatever ends the run before, the next one does. */
  async function withdraw(unit: Unanswered, last: boolean): Promise<'done' | 'skipped'> {
    const { formationId } = unit
    let told: RefusedPromotion | null = null
    let endTurn = () => {}
    try {
      const outcome = await context.transaction(async (client) => {
        const withdrawn = await withdrawOne(client, unit, surroundings)
        const promotion = withdrawn === null ? null : await promoteLocked(client, formationId, surroundings)
        if (promotion?.kind === 'refused') {
          endTurn = await turns.take()
          told = refusedOf(unit, promotion)
          await refusals.write(client, [...refused, told])
        }
        const promoted = promotion?.kind === 'promoted'
        if (last && ranked && (promoted || unranked.has(formationId))) await rank(client, formationId)
        return withdrawn === null || promotion === null ? null : { withdrawn, promotion }
      })
      if (told !== null) refused.push(told)
      if (last) unranked.delete(formationId)
      if (outcome === null) {
        log.info(`dossier ${unit.dossierNo} : a reçu une réponse entre-temps, laissé`)
        return 'skipped'
      }
      if (!last && outcome.promotion.kind === 'promoted') unranked.add(formationId)
      if (!outcome.withdrawn.mailed) counts.courriels_non_envoyes++
      note(unit, outcome.promotion)
      return 'done'
    } finally {
      endTurn()
    }
  }

  /** Its last application failed, was left, or the run is being cancelled. */
  async function rankAfterAll(formationId: number): Promise<void> {
    if (!ranked || !unranked.delete(formationId)) return
    await context.transaction(async (client) => {
      await lockWaitingLists(client, [formationId])
      await rank(client, formationId)
    })
  }

  function note(unit: Unanswered, promotion: Promotion): void {
    if (promotion.kind === 'promoted') {
      counts.promus++
      if (!promotion.mailed) counts.courriels_non_envoyes++
    } else if (promotion.kind === 'refused') {
      counts.promotions_refusees++
      log.warn(
        `formation ${unit.formationCode} : dossier ${promotion.dossierNo} non promu, ${
          promotion.deadline === null
            ? "il n'aurait aucune date limite"
            : `sa date limite serait le ${french(promotion.deadline)}`
        } ; réglez la confirmation de liste complémentaire de la formation`,
      )
    }
  }

  const words = ({ traites, promus }: UnitCounts) => `${traites} désistée(s), ${promus} promue(s)`
  try {
    await workOnUnits(context, counts, {
      total,
      page: (after) => pageOfUnanswered(database.pool, query, { after, size: pageSize }),
      idOf: ({ applicationId }) => applicationId,
      keyOf: ({ applicationId }) => `application:${applicationId}`,
      nameOf: ({ dossierNo, formationCode }) => `dossier ${dossierNo}, formation ${formationCode}`,
      work: withdraw,
      groupOf: ({ formationId }) => formationId,
      groupDone: rankAfterAll,
      words,
    })
  } finally {
    await refusals.release(refused)
  }
  log.info(
    `terminé : ${words(counts)}, ${counts.promotions_refusees} promotion(s) refusée(s), ${counts.ignores} laissée(s), ${counts.en_erreur} en erreur`,
  )
  if (counts.en_erreur > 0)
    throw new RunFailure(`${counts.en_erreur} candidature(s) en erreur : voir le journal`, counts)
  return counts
}

function refusedOf(
  unit: Unanswered,
  { dossierNo, deadline }: Promotion & { kind: 'refused' },
): RefusedPromotion {
  return { formationCode: unit.formationCode, dossierNo, deadline }
}

/** Refused promotions of two formations tell of each other in one mail: the second waits for the first to be committed. */
function oneAtATime(): { take(): Promise<() => void> } {
  let before = Promise.resolve()
  return {
    async take() {
      const { promise, resolve } = Promise.withResolvers<void>()
      const mine = before
      before = promise
      await mine
      return resolve
    },
  }
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
}

function french(isoDate: string): string {
  return isoDate.split('-').reverse().join('/')
}
