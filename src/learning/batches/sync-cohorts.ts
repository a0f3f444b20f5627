import { defineBatch } from '../../batch/define-batch.ts'
import { runSync } from '../sync/run-sync.ts'

export default defineBatch({
  code: 'SYNC_COHORTS',
  label: { fr: 'Synchronisation des cohortes par CSV', en: 'Cohorts from command files' },
  description: {
    fr: 'Prend les fichiers de commande des cohortes et de leurs membres, puis des cohortes accrochées aux cours.',
    en: 'Takes the command files of cohorts and their members, then of cohorts bound to courses.',
  },
  schedule: { time: '00:15', weekdays: 'all', everyMinutes: 720 },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  run: (context) => runSync(context, 'SYNC_COHORTS'),
})
