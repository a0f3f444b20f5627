import { defineBatch } from '../../batch/define-batch.ts'
import { cleanAccounts } from '../accounts/clean-accounts.ts'
import { countExpired } from '../accounts/expired-accounts.ts'
import { campaignData } from '../lanes.ts'

/** admissions.md 3.8. Until when an account may be validated is fixed when it is made: this batch reads no parameter. */
export default defineBatch({
  code: 'BATCH_NETTOYAGE_CPT',
  label: {
    fr: 'Nettoyage des comptes à minima invalides',
    en: 'Clean-up of accounts that were not validated',
  },
  description: {
    fr: 'Supprime les comptes sans données que personne n’a validés à temps et libère leurs sessions. Garde ceux qui ont des données, et tous les numéros de dossier.',
    en: 'Removes accounts without data that nobody validated in time, with their sessions. Keeps those with data, and every dossier number.',
  },
  schedule: { time: '22:30' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 24 * 60 },
  rerunSafe: true,
  resources: [campaignData],
  danger: {
    async preview({ database, clock }) {
      const { removable, withData } = await countExpired(database.pool, clock.now())
      return { comptes_a_supprimer: removable, gardes_avec_donnees: withData }
    },
  },
  run: cleanAccounts,
})
