import { defineBatch } from '../../batch/define-batch.ts'
import { remindUnanswered } from '../decisions/remind-unanswered.ts'
import { campaignData } from '../lanes.ts'

/** admissions.md 3.14. */
export default defineBatch({
  code: 'BATCH_RELANCE_FAVO',
  label: {
    fr: 'Relance des avis favorables non confirmés',
    en: 'Reminder of admissions not confirmed',
  },
  description: {
    fr: 'Écrit aux candidats admis qui n’ont pas répondu et dont la date limite approche, une fois pour chaque date limite.',
    en: 'Writes to admitted candidates who have not answered and whose deadline is near, once for each deadline.',
  },
  schedule: { time: '23:30', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  rerunSafe: true,
  resources: [campaignData],
  run: remindUnanswered,
})
