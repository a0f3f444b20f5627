import { defineBatch } from '../../batch/define-batch.ts'
import { rankWaitingLists } from '../decisions/rank-waiting-lists.ts'
import { campaignData } from '../lanes.ts'

/** admissions.md 3.15. */
export default defineBatch({
  code: 'BATCH_CALCUL_RANG_LC',
  label: {
    fr: 'Calcul du rang réel des avis liste complémentaire',
    en: 'Computation of real ranks of waiting lists',
  },
  description: {
    fr: 'Donne aux avis de liste complémentaire leur rang réel 1, 2, 3… d’après les rangs saisis. Calcule aussi quand le calcul au fil de l’eau est désactivé.',
    en: 'Gives waiting-list decisions their real rank 1, 2, 3… from the ranks entered. Computes also when the computation as lists change is off.',
  },
  schedule: { time: '23:45', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  rerunSafe: true,
  resources: [campaignData],
  run: rankWaitingLists,
})
