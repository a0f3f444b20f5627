import { defineBatch } from '../../batch/define-batch.ts'
import { activeCampaign } from '../campaigns/active-campaign.ts'
import { fileStore } from '../files/file-store.ts'
import { campaignData } from '../lanes.ts'
import { sendAttachments } from '../opi/attachments/send-attachments.ts'
import { opiTableNames } from '../opi/settings.ts'
import { databaseAttachmentTarget } from '../opi/target/database-attachment-target.ts'
import { dematMaintenance, opiAttachments, opiUsed } from '../settings.ts'

const nothing = { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 }

/** BATCH_ASYNC_OPI_PJ (admissions.md 3.12). */
export default defineBatch({
  code: 'BATCH_ASYNC_OPI_PJ',
  label: {
    fr: 'Déversement des PJ OPI asynchrone',
    en: 'Asynchronous pouring of attachments of pre-registrations',
  },
  description: {
    fr: 'Envoie au SI Scolarité les pièces validées des candidatures versées, et celles qui ont été remplacées depuis. Ne note comme versé que ce qu’il y a relu.',
    en: 'Sends the validated attachments of poured applications to the student information system, and those replaced since. Notes as poured only what it has read there.',
  },
  schedule: { time: '22:45' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  resources: [campaignData],
  rerunSafe: true,
  async run(context) {
    const { database, settings, clock, log, place } = context
    const { connections } = place
    const idle = (why: string) => {
      log.info(`${why} : rien à faire`)
      return nothing
    }
    if (!(await settings.get(opiUsed))) return idle('les OPI ne sont pas utilisés (OPI_IS_UTILISE)')
    if (!(await settings.get(opiAttachments)))
      return idle('les pièces justificatives ne sont pas versées (OPI_IS_UTILISE_PJ)')
    if (connections?.sisKind !== 'A')
      return idle('les pièces ne se versent que dans Apogée (NOCTURNE_SIS_KIND=A)')
    if (connections.opiUrl === null)
      return idle('la base qui reçoit les OPI n’est pas configurée (NOCTURNE_OPI_URL)')
    if (await settings.get(dematMaintenance))
      return idle('le dépôt de fichiers est en maintenance (TECH_IS_DEMAT_MAINTENANCE)')
    const active = await activeCampaign(database.pool, {
      sisKind: 'A',
      now: clock.now(),
      timeZone: place.timeZone,
    })
    if (!active.ok) return idle(active.words)
    const target = databaseAttachmentTarget(connections.opiUrl, { names: await settings.get(opiTableNames) })
    try {
      return await sendAttachments(context, active.campaign, {
        store: fileStore(connections.candidateFiles),
        target,
      })
    } finally {
      await target.close()
    }
  },
})
