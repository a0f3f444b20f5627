import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { liveRanks } from '../settings.ts'
import { decisionCampaign } from './decision-campaign.ts'
import { recomputeRanks } from './waiting-list.ts'
import { type UnitCounts, workOnUnits } from './work-on-units.ts'

const pageSize = 200

interface RankCounts extends UnitCounts {
  avis_examines: number
  rangs_modifies: number
}

/** BATCH_CALCUL_RANG_LC (admissions.md 3.15): the real ranks of every waiting list, one statement and transaction for each. */
export async function rankWaitingLists(context: RunContext): Promise<RankCounts> {
  const { clock, database, log, run, settings } = context
  const counts: RankCounts = {
    selectionnes: 0,
    traites: 0,
    ignores: 0,
    en_erreur: 0,
    avis_examines: 0,
    rangs_modifies: 0,
  }
  const active = await decisionCampaign(context, { warnOfLateDeadlines: false })
  if (active === null) return counts
  const { campaign, sisKind } = active
  const listed = `from admissions.formation where in_service and waiting_list and sis_kind = $1`
  const { rows } = await database.pool.query<{ count: number }>(`select count(*) as count ${listed}`, [
    sisKind,
  ])
  const total = rows[0]!.count
  if (total === 0) {
    log.info('aucune formation en service ne gère de liste complémentaire : rien à faire')
    return counts
  }
  log.info(`campagne ${campaign.code} : listes complémentaires de ${total} formation(s)`)
  if (!(await settings.get(liveRanks)))
    log.info('le calcul au fil de l’eau est désactivé (LC_IS_CALCUL_RANG_REEL) : ce batch calcule quand même')

  await workOnUnits<{ id: number; code: string }>(context, counts, {
    total,
    async page(after) {
      const page = await database.pool.query<{ id: number; code: string }>(
        `select id, code ${listed} and id > $2 order by id limit $3`,
        [sisKind, after, pageSize],
      )
      return page.rows
    },
    idOf: ({ id }) => id,
    keyOf: ({ id }) => `formation:${id}`,
    nameOf: ({ code }) => `formation ${code}`,
    async work({ id, code }) {
      const { examined, changed } = await context.transaction((client) =>
        recomputeRanks(client, [id], {
          campaignId: campaign.id,
          now: clock.now(),
          noted: { author: run.code, runId: run.id },
        }),
      )
      counts.avis_examines += examined
      counts.rangs_modifies += changed
      if (changed > 0) log.info(`formation ${code} : ${changed} rang(s) modifié(s) sur ${examined} avis`)
      return 'done'
    },
    words: () => `${counts.avis_examines} avis examiné(s), ${counts.rangs_modifies} rang(s) modifié(s)`,
  })
  log.info(
    `terminé : ${counts.traites} formation(s), ${counts.avis_examines} avis examiné(s), ${counts.rangs_modifies} rang(s) modifié(s)`,
  )
  if (counts.en_erreur > 0)
    throw new RunFailure(`${counts.en_erreur} formation(s) en erreur : voir le journal`, counts)
  return counts
}
