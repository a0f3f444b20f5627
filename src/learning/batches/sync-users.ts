import { defineBatch } from '../../batch/define-batch.ts'
import { runSync } from '../sync/run-sync.ts'

export default defineBatch({
  code: 'SYNC_USERS',
  label: { fr: 'Synchronisation des utilisateurs par CSV', en: 'Users from command files' },
  description: {
    fr: 'Prend le fichier de commande des utilisateurs : comptes, cohortes et cours de chacun.',
    en: 'Takes the command file of users: accounts, and the cohorts and courses of each.',
  },
  schedule: { time: '00:00', weekdays: 'all', everyMinutes: 360 },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  run: (context) => runSync(context, 'SYNC_USERS'),
})
