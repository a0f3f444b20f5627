import { defineBatch } from '../../batch/define-batch.ts'
import { activeCampaign } from '../campaigns/active-campaign.ts'
import { campaignData } from '../lanes.ts'
import { writeDay } from '../opi/pegase/write-day.ts'
import { pourCampaign } from '../opi/pour-campaign.ts'
import { opiTableNames } from '../opi/settings.ts'
import { databaseTarget } from '../opi/target/database-target.ts'
import { opiUsed } from '../settings.ts'

const nothing = { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 }

/** BATCH_ASYNC_OPI (admissions.md 3.4). */
export default defineBatch({
  code: 'BATCH_ASYNC_OPI',
  label: { fr: 'Déversement d’OPI asynchrone', en: 'Asynchronous pouring of pre-registrations' },
  description: {
    fr: 'Verse dans le SI Scolarité les candidatures confirmées et y retire les désistements. Ne note comme versé que ce qu’il y a relu.',
    en: 'Pours confirmed applications into the student information system, and takes withdrawn ones out. Notes as poured only what it has read there.',
  },
  schedule: { time: '22:30' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  resources: [campaignData],
  rerunSafe: true,
  async run(context) {
    const { database, settings, clock, log, place, signal } = context
    const { connections } = place
    const sisKind = connections?.sisKind ?? 'D'
    if (!(await settings.get(opiUsed))) {
      log.info('les OPI ne sont pas utilisés (OPI_IS_UTILISE) : rien à faire')
      return nothing
    }
    if (sisKind === 'D') {
      log.info('aucun SI Scolarité n’est configuré (NOCTURNE_SIS_KIND) : rien à faire')
      return nothing
    }
    const active = await activeCampaign(database.pool, {
      sisKind,
      now: clock.now(),
      timeZone: place.timeZone,
    })
    if (!active.ok) {
      log.info(`${active.words} : rien à faire`)
      return nothing
    }
    if (sisKind === 'P') return await writeDay(context, active.campaign, connections!.opiFiles)
    if (connections?.opiUrl == null) {
      log.info('la base qui reçoit les OPI n’est pas configurée (NOCTURNE_OPI_URL) : rien à faire')
      return nothing
    }
    const target = databaseTarget(connections.opiUrl, {
      names: await settings.get(opiTableNames),
      signal,
    })
    try {
      return await pourCampaign(context, active.campaign, target)
    } finally {
      await target.close()
    }
  },
})
