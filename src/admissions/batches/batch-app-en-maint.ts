import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { switchMaintenance } from '../maintenance/switch-maintenance.ts'

/** admissions.md 3.1. */
export default defineBatch({
  code: 'BATCH_APP_EN_MAINT',
  label: { fr: 'Mise en maintenance de l’application', en: 'Closing the application for maintenance' },
  description: {
    fr: 'Ferme les candidatures aux candidats et à tous ceux qui n’en sont pas administrateurs. Les candidats dont la page est ouverte sont prévenus cinq minutes avant. N’arrête aucun batch.',
    en: 'Closes admissions to candidates and to everybody who does not administer them. Candidates whose page is open are told five minutes ahead. Stops no batch.',
  },
  schedule: { time: '22:55', weekdays: [] },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  lane: 'own',
  lastWins: 'admissions-maintenance',
  rerunSafe: true,
  timeoutMinutes: 5,
  parameters: z.strictObject({}),
  run: (context) => switchMaintenance(context, true),
})
