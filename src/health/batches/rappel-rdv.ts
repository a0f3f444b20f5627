import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { sendReminders } from '../appointments/send-reminders.ts'

/** health.md 2.8. */
export default defineBatch({
  code: 'RAPPEL_RDV',
  label: {
    fr: 'Envoi de mail pour les rappels de rendez-vous',
    en: 'Reminders of appointments by mail',
  },
  description: {
    fr: 'Écrit aux étudiants dont un rendez-vous approche, une seule fois pour chaque rendez-vous et chaque horaire. N’indique jamais le motif.',
    en: 'Writes to students whose appointment is near, once for each appointment and each time of it. Never says the motive.',
  },
  schedule: { time: '07:30', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  rerunSafe: true,
  parameters: z.strictObject({
    par_minute: z.int().min(1).max(6000).default(60).describe('Courriels envoyés par minute, au plus'),
  }),
  ready: async ({ mail }) =>
    mail.configured
      ? null
      : {
          fr: 'Aucun serveur de messagerie n’est configuré : réglez NOCTURNE_SMTP_URL, puis redémarrez',
          en: 'No mail server is configured: set NOCTURNE_SMTP_URL, then start again',
        },
  run: sendReminders,
})
