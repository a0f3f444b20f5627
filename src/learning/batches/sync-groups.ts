import { defineBatch } from '../../batch/define-batch.ts'
import { runSync } from '../sync/run-sync.ts'

export default defineBatch({
  code: 'SYNC_GROUPS',
  label: { fr: 'Synchronisation des groupes de cours par CSV', en: 'Groups from command files' },
  description: {
    fr: 'Prend les fichiers de commande des groupes et groupements, puis de leurs membres.',
    en: 'Takes the command files of groups and groupings, then of their members.',
  },
  schedule: { time: '00:45', weekdays: 'all', everyMinutes: 720 },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  run: (context) => runSync(context, 'SYNC_GROUPS'),
})
