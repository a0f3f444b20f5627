import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { reminderDays, windowDays } from '../follow-ups/parameters.ts'
import { writeListing } from '../follow-ups/write-listing.ts'

/** health.md 2.7. Drawn before the reminders of the same night, from the same selection. */
export default defineBatch({
  code: 'LIS_RAP',
  label: { fr: 'Listing des rappels de relances', en: 'Listing of reminders of follow-ups' },
  description: {
    fr: 'Liste en CSV les relances restées sans suite après leur courrier, et celles dont le rappel vient d’être édité. Ne change aucun état, n’envoie rien.',
    en: 'Lists the follow-ups still open some time after their letter, and those whose reminder was just printed, as CSV. Changes no state, sends nothing.',
  },
  schedule: { time: '02:00', weekdays: ['thu'] },
  enabled: true,
  rerunSafe: true,
  parameters: z.strictObject({ delai_rappel_jours: reminderDays, fenetre_jours: windowDays }),
  run: (context) =>
    writeListing(context, {
      code: 'LIS_RAP',
      kind: 'follow-up-reminder',
      reminderDays: context.parameters.delai_rappel_jours,
      windowDays: context.parameters.fenetre_jours,
    }),
})
