import { defineBatch } from '../../batch/define-batch.ts'
import { resetOffice } from '../demo/reset-office.ts'
import { campaignData, closedDoors, referenceData } from '../lanes.ts'

/** admissions.md 3.5: there only where the configuration says demonstration. */
export default defineBatch({
  code: 'BATCH_DEMO',
  label: { fr: 'Mise à zéro de l’application', en: 'Reset of the application' },
  description: {
    fr: 'Efface toutes les données et tous les fichiers des admissions d’une installation de démonstration et remet le jeu de départ. Ne touche jamais une base de production ni les tables du SI Scolarité.',
    en: 'Erases all data and files of admissions of a demonstration and puts its first content back. Never touches a production database, nor the reference tables of the information system.',
  },
  schedule: { time: '23:55', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'skip' },
  rerunSafe: true,
  resources: [campaignData, referenceData, closedDoors],
  exists: ({ connections }) => connections?.demo === true,
  danger: {
    async preview({ database }) {
      const { rows } = await database.pool.query<Record<string, number>>(
        `select (select count(*) from admissions.account) as comptes_a_effacer,
                (select count(*) from admissions.application) as candidatures_a_effacer,
                (select count(*) from admissions.stored_file) as fichiers_a_effacer`,
      )
      return rows[0]!
    },
  },
  run: resetOffice,
})
