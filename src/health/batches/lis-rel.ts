import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { windowDays } from '../follow-ups/parameters.ts'
import { writeListing } from '../follow-ups/write-listing.ts'

/** health.md 2.7. Drawn before the letters of the same night, from the same selection. */
export default defineBatch({
  code: 'LIS_REL',
  label: { fr: 'Listing des relances', en: 'Listing of follow-ups' },
  description: {
    fr: 'Liste en CSV les relances échues, et celles dont le courrier vient d’être édité. Ne change aucun état, n’envoie rien.',
    en: 'Lists the follow-ups that are due, and those whose letter was just printed, as CSV. Changes no state, sends nothing.',
  },
  schedule: { time: '01:15', weekdays: ['thu'] },
  enabled: true,
  rerunSafe: true,
  parameters: z.strictObject({ fenetre_jours: windowDays }),
  run: (context) =>
    writeListing(context, {
      code: 'LIS_REL',
      kind: 'follow-up',
      reminderDays: 0,
      windowDays: context.parameters.fenetre_jours,
    }),
})
