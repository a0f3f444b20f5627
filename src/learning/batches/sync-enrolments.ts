import { defineBatch } from '../../batch/define-batch.ts'
import { runSync } from '../sync/run-sync.ts'

export default defineBatch({
  code: 'SYNC_ENROLMENTS',
  label: { fr: 'Synchronisation des inscriptions par CSV', en: 'Enrolments from command files' },
  description: {
    fr: 'Prend le fichier de commande des inscriptions : rôles, périodes et groupes.',
    en: 'Takes the command file of enrolments: roles, periods and groups.',
  },
  schedule: { time: '00:30', weekdays: 'all', everyMinutes: 360 },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  run: (context) => runSync(context, 'SYNC_ENROLMENTS'),
})
