import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { editLetters } from '../follow-ups/edit-letters.ts'
import { familyAddressAllowed, lettersPerFile, reminderDays } from '../follow-ups/parameters.ts'
import { letterPrinter } from '../follow-ups/print-letters.ts'

/** health.md 2.7, selection S2. */
export default defineBatch({
  code: 'REL_CRA',
  label: { fr: 'Courriers de rappel des relances', en: 'Reminder letters of follow-ups' },
  description: {
    fr: 'Imprime en PDF le rappel des relances restées sans suite après leur courrier. Une relance close entre-temps n’est pas rappelée.',
    en: 'Prints the reminders of the follow-ups still open some time after their letter as PDF. One closed meanwhile is not reminded.',
  },
  schedule: { time: '02:30', weekdays: ['thu'] },
  enabled: true,
  rerunSafe: true,
  parameters: z.strictObject({
    delai_rappel_jours: reminderDays,
    max_lettres: lettersPerFile,
    adresse_familiale_autorisee: familyAddressAllowed,
  }),
  // Letters that parents open break medical secrecy.
  reserved: ['adresse_familiale_autorisee'],
  run: (context) =>
    editLetters(context, {
      code: 'REL_CRA',
      kind: 'follow-up-reminder',
      reminderDays: context.parameters.delai_rappel_jours,
      familyAddressAllowed: context.parameters.adresse_familiale_autorisee,
      print: letterPrinter(context, 'follow-up-reminder', context.parameters.max_lettres),
    }),
})
