import { defineBatch } from '../../batch/define-batch.ts'
import { runSync } from '../sync/run-sync.ts'

export default defineBatch({
  code: 'SYNC_PICTURES',
  label: { fr: 'Synchronisation des avatars', en: 'Pictures of users' },
  description: {
    fr: 'Prend les archives ZIP de photos, chacune nommée d’après son utilisateur.',
    en: 'Takes the ZIP archives of pictures, each named after its user.',
  },
  schedule: { time: '00:00', weekdays: 'all', everyMinutes: 720 },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  run: (context) => runSync(context, 'SYNC_PICTURES'),
})
