import type { RunContext } from '../../batch/run-context.ts'
import type { SisKind } from '../../platform/connection-definitions.ts'
import { type ActiveCampaign, activeCampaign } from '../campaigns/active-campaign.ts'
import { todayIn } from './confirmation-deadline.ts'
import { countUnanswered } from './unanswered.ts'

/**
 * The campaign of the nightly batches on decisions, or null: none is active, and the log says why. Warns of deadlines that lie
 * after the campaign's end: from the day after it nobody withdraws those applications (admissions.md 6.6, case 74).
 */
export async function decisionCampaign(
  context: RunContext,
  { warnOfLateDeadlines }: { warnOfLateDeadlines: boolean },
): Promise<{ readonly campaign: ActiveCampaign; readonly today: string; readonly sisKind: SisKind } | null> {
  const { database, log, place, clock } = context
  const { timeZone } = place
  const sisKind = place.connections?.sisKind ?? 'D'
  const today = todayIn(timeZone, clock.now())
  if (warnOfLateDeadlines) {
    const ending = await campaignInService(context, sisKind)
    if (ending !== null) {
      const late = await countUnanswered(database.pool, {
        campaignId: ending.id,
        timeZone,
        from: ending.dayAfter,
        until: null,
      })
      if (late > 0)
        log.warn(
          `${late} candidature(s) ont une date limite de confirmation postérieure à la fin de la campagne ${ending.code} : elles ne seront pas désistées d'elles-mêmes`,
        )
    }
  }
  const found = await activeCampaign(database.pool, { sisKind, now: clock.now(), timeZone })
  if (found.ok) return { campaign: found.campaign, today, sisKind }
  log.info(`${found.words} : rien à faire`)
  return null
}

async function campaignInService({ database }: RunContext, sisKind: SisKind) {
  const { rows } = await database.pool.query<{ id: number; code: string; dayAfter: string }>(
    `select id, code, (end_on + 1)::text as "dayAfter"
     from admissions.campaign where sis_kind = $1 and in_service and archived_at is null`,
    [sisKind],
  )
  return rows[0] ?? null
}
