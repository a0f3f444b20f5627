import type { Text } from '../../../platform/text.ts'
import type { ReasonCode } from '../score.ts'

/** The components of a score as people read them. */
const words: Readonly<Record<ReasonCode, Text>> = {
  'ine-equal': { fr: 'même INE', en: 'same INE' },
  'ine-different': { fr: 'INE différents', en: 'different INEs' },
  'birth-date-equal': { fr: 'même date de naissance', en: 'same birth date' },
  'birth-date-near': { fr: 'dates de naissance proches', en: 'birth dates close' },
  'birth-date-different': { fr: 'dates de naissance différentes', en: 'different birth dates' },
  'name-equal': { fr: 'même nom', en: 'same family name' },
  'name-close': { fr: 'noms proches', en: 'family names close' },
  'name-sounds-alike': { fr: 'noms de même prononciation', en: 'family names sound alike' },
  'name-by-usage-name': { fr: 'nom égal au nom d’usage', en: 'family name equals usage name' },
  'name-different': { fr: 'noms différents', en: 'different family names' },
  'first-name-equal': { fr: 'même prénom', en: 'same first name' },
  'first-name-close': { fr: 'prénoms proches', en: 'first names close' },
  'first-name-sounds-alike': { fr: 'prénoms de même prononciation', en: 'first names sound alike' },
  'first-name-by-second-name': { fr: 'prénom égal au deuxième prénom', en: 'first name equals second name' },
  'first-name-different': { fr: 'prénoms différents', en: 'different first names' },
  'names-exchanged': { fr: 'nom et prénom inversés', en: 'family and first name exchanged' },
  'nationality-equal': { fr: 'même nationalité', en: 'same nationality' },
  'nationality-different': { fr: 'nationalités différentes', en: 'different nationalities' },
  'sex-equal': { fr: 'même sexe', en: 'same sex' },
  'sex-different': { fr: 'sexes différents', en: 'different sexes' },
  'email-equal': { fr: 'même courriel', en: 'same e-mail' },
  'phone-equal': { fr: 'même téléphone', en: 'same telephone' },
  'student-code-equal': { fr: 'même numéro d’étudiant', en: 'same student number' },
  'ine-shared': {
    fr: 'INE partagé : sans doute un INE erroné sur l’un des dossiers, plutôt qu’un doublon',
    en: 'shared INE: probably a wrong INE on one record rather than a duplicate',
  },
}

/** A pair keeps its reasons as they were found: a code that later rules dropped is shown as it is. */
export function reasonWords(code: string): Text {
  return (words as Readonly<Record<string, Text>>)[code] ?? { fr: code, en: code }
}
