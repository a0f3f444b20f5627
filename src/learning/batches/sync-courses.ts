import { defineBatch } from '../../batch/define-batch.ts'
import { runSync } from '../sync/run-sync.ts'

export default defineBatch({
  code: 'SYNC_COURSES',
  label: { fr: 'Synchronisation de cours par CSV', en: 'Courses from command files' },
  description: {
    fr: 'Prend les fichiers de commande des cours : suppressions, puis créations et mises à jour, puis liaisons métacours.',
    en: 'Takes the command files of courses: deletions, then creations and updates, then meta-course links.',
  },
  schedule: { time: '00:00', weekdays: 'all', everyMinutes: 720 },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  run: (context) => runSync(context, 'SYNC_COURSES'),
})
