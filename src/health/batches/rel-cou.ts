import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { editLetters } from '../follow-ups/edit-letters.ts'
import { familyAddressAllowed, lettersPerFile } from '../follow-ups/parameters.ts'
import { letterPrinter } from '../follow-ups/print-letters.ts'

/** health.md 2.7, selection S1. */
export default defineBatch({
  code: 'REL_COU',
  label: { fr: 'Courriers des relances', en: 'Letters of follow-ups' },
  description: {
    fr: 'Imprime en PDF les lettres des relances échues et note qu’elles sont éditées. Lancé deux fois, n’imprime personne deux fois.',
    en: 'Prints the letters of the follow-ups that are due as PDF and notes that they are printed. Launched twice, it prints nobody twice.',
  },
  schedule: { time: '01:30', weekdays: ['thu'] },
  enabled: true,
  rerunSafe: true,
  parameters: z.strictObject({
    max_lettres: lettersPerFile,
    adresse_familiale_autorisee: familyAddressAllowed,
  }),
  // Letters that parents open break medical secrecy.
  reserved: ['adresse_familiale_autorisee'],
  run: (context) =>
    editLetters(context, {
      code: 'REL_COU',
      kind: 'follow-up',
      reminderDays: 0,
      familyAddressAllowed: context.parameters.adresse_familiale_autorisee,
      print: letterPrinter(context, 'follow-up', context.parameters.max_lettres),
    }),
})
