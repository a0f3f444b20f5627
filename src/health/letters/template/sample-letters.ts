import type { Letter, Recipient } from '../letter.ts'

export const sampleNames = ['short', 'two-pages', 'long-address', 'foreign'] as const
export type SampleName = (typeof sampleNames)[number]

const zoe: Recipient = {
  firstName: 'Zoé',
  familyName: 'TESTUN',
  usageName: null,
  address1: '12 rue de l’Exemple',
  address2: null,
  address3: null,
  postalCode: '35000',
  town: 'Essaiville',
  countryCode: '100',
  countryName: 'FRANCE',
}

const short = `Nous souhaitons vous revoir. Merci de nous appeler pour convenir d’un rendez-vous, du lundi au vendredi de 9 h à 17 h.

Si vous avez déjà pris rendez-vous, ne tenez pas compte de ce courrier.`

/** Fictional letters, on which a template is tried. */
export const sampleLetters: Readonly<Record<SampleName, Letter>> = {
  short: { id: 1, recipient: zoe, text: short, firstLetterOn: '2026-02-02' },
  'two-pages': {
    id: 2,
    recipient: zoe,
    text: Array.from(
      { length: 12 },
      (_, index) =>
        `${index + 1}. Ce paragraphe est là pour montrer une lettre de deux pages : il dit en quelques lignes ce qu’un praticien pourrait avoir à écrire, sans rien dire de personne, et va jusqu’au bout de sa troisième ligne pour que la page se remplisse.`,
    ).join('\n\n'),
    firstLetterOn: '2026-02-02',
  },
  'long-address': {
    id: 3,
    recipient: {
      ...zoe,
      firstName: 'Marie-Clémentine',
      familyName: 'TESTDEUX-DE-L’ESSAI-FICTIF',
      address1: '125 bis boulevard du Général de l’Exemple-Inventé',
      address2: 'Appartement 1204, escalier C, chez Mme TESTTROIS',
      address3: 'Résidence universitaire des Grands Essais',
      postalCode: '35042',
      town: 'Saint-Exemple-sur-Essai Cedex',
    },
    text: short,
    firstLetterOn: '2026-02-02',
  },
  foreign: {
    id: 4,
    recipient: {
      ...zoe,
      firstName: 'Jörg',
      familyName: 'TESTQUATRE',
      address1: 'Musterstraße 12/3',
      address2: 'c/o Familie Beispiel',
      postalCode: '99999',
      town: 'Musterstadt',
      countryCode: '109',
      countryName: 'ALLEMAGNE',
    },
    text: short,
    firstLetterOn: '2026-02-02',
  },
}
