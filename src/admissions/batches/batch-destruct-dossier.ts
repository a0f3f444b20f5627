import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { destroyCampaigns } from '../destruction/destroy-campaigns.ts'
import { previewDestruction } from '../destruction/preview-destruction.ts'
import { campaignData, closedDoors } from '../lanes.ts'

/** admissions.md 3.6. */
export default defineBatch({
  code: 'BATCH_DESTRUCT_DOSSIER',
  label: { fr: 'Destruction des dossiers archivés', en: 'Destruction of archived dossiers' },
  description: {
    fr: 'Détruit, une fois leur délai de conservation passé, les comptes, les candidatures et les fichiers des campagnes archivées. Garde les numéros de dossier et un rapport sans nom. Irréversible.',
    en: 'Once their retention is over, destroys the accounts, applications and files of archived campaigns. Keeps the dossier numbers and a report without names. Cannot be undone.',
  },
  schedule: { time: '22:30' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 24 * 60 },
  rerunSafe: true,
  resources: [campaignData, closedDoors],
  parameters: z.strictObject({
    fichiers_a_la_main: z
      .boolean()
      .default(false)
      .describe('Laisser les fichiers sur le disque : vous les supprimez à la main, sans contrôle'),
    racine_a_la_main: z
      .boolean()
      .default(false)
      .describe('Laisser le dossier de la campagne : vous le supprimez à la main'),
  }),
  reserved: ['fichiers_a_la_main', 'racine_a_la_main'],
  danger: { preview: previewDestruction },
  run: destroyCampaigns,
})
