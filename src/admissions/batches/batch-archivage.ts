import { defineBatch } from '../../batch/define-batch.ts'
import { archiveCampaigns, previewArchiving } from '../campaigns/archive-campaign.ts'
import { campaignData, closedDoors } from '../lanes.ts'

/** admissions.md 3.3. */
export default defineBatch({
  code: 'BATCH_ARCHIVAGE',
  label: { fr: 'Archivage de campagne', en: 'Archiving of a campaign' },
  description: {
    fr: 'Met en service la campagne dont l’activation a été demandée et archive la précédente, dont les candidatures gardent les dates de leurs formations. N’efface rien.',
    en: 'Puts the campaign whose activation was asked for in service and archives the one before, the applications of which keep the dates of their formations. Deletes nothing.',
  },
  schedule: { time: '22:30' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 24 * 60 },
  rerunSafe: true,
  resources: [campaignData, closedDoors],
  danger: { preview: previewArchiving },
  run: archiveCampaigns,
})
