import { defineBatch } from '../../batch/define-batch.ts'
import { withdrawUnanswered } from '../decisions/withdraw-unanswered.ts'
import { campaignData } from '../lanes.ts'

/** admissions.md 3.13. */
export default defineBatch({
  code: 'BATCH_DESIST_AUTO',
  label: {
    fr: 'Désistement automatique des candidatures',
    en: 'Automatic withdrawal of applications',
  },
  description: {
    fr: 'Désiste les candidatures favorables dont la date limite de confirmation est passée sans réponse, prévient les candidats et propose chaque place au premier de la liste complémentaire. Ne touche jamais une candidature qui a reçu une réponse.',
    en: 'Withdraws admitted applications whose deadline has passed without an answer, tells the candidates and offers each place to the first of the waiting list. Never touches an application that was answered.',
  },
  schedule: { time: '23:15', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 24 * 60 },
  rerunSafe: true,
  resources: [campaignData],
  run: withdrawUnanswered,
})
