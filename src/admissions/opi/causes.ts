import type { Text } from '../../platform/text.ts'

/** Why a pre-registration is not poured: the stable codes of `opi.cause`, and what the log and the administrators' mail say. */
export const opiCauses = {
  'bac-year': {
    fr: 'année du baccalauréat postérieure à l’année en cours',
    en: 'year of the baccalaureate later than the current year',
  },
  'unwritable-name': {
    fr: 'nom ou prénom que le SI Scolarité ne peut pas écrire (autre alphabet)',
    en: 'name that the information system cannot write (another alphabet)',
  },
  'code-too-long': {
    fr: 'code plus long que ce que le SI Scolarité accepte',
    en: 'code longer than the information system takes',
  },
  'no-stage': { fr: 'formation sans code étape', en: 'formation without a stage code' },
  'no-stage-version': { fr: 'formation sans version d’étape', en: 'formation without a stage version' },
  'no-cge': { fr: 'formation sans centre de gestion', en: 'formation without a management centre' },
  'no-pegase-code': { fr: 'formation sans code Pégase', en: 'formation without a Pégase code' },
  'too-many-wishes': {
    fr: 'sixième vœu ou au-delà : le fichier d’inscription en porte cinq',
    en: 'sixth wish or beyond: the file « inscription » has room for five',
  },
  'no-address': { fr: 'candidat sans adresse', en: 'candidate without an address' },
  homonym: {
    fr: 'une fiche du SI Scolarité a les mêmes nom, prénom et date de naissance : est-ce la même personne ?',
    en: 'a record of the information system has the same names and birth date: is it the same person?',
  },
  'several-records': {
    fr: 'plusieurs fiches du SI Scolarité correspondent, aucune sous notre code OPI',
    en: 'several records of the information system match, none under our OPI code',
  },
  'identity-conflict': {
    fr: 'la fiche de cet INE ou de ce numéro étudiant a une autre date de naissance',
    en: 'the record of this INE or student number has another birth date',
  },
  'shared-record': {
    fr: 'la fiche du SI Scolarité est déjà celle d’un autre dossier de la campagne',
    en: 'the record of the information system already is that of another dossier of the campaign',
  },
  refused: {
    fr: 'le SI Scolarité refuse la fiche du candidat',
    en: 'the information system refuses the record of the candidate',
  },
  'record-not-stored': {
    fr: 'le SI Scolarité a accepté l’appel mais la fiche n’y est pas',
    en: 'the information system took the call, but the record is not there',
  },
  'wish-refused': {
    fr: 'le SI Scolarité refuse le vœu',
    en: 'the information system refuses the wish',
  },
  'wish-not-stored': {
    fr: 'le SI Scolarité a accepté l’appel mais le vœu n’y est pas (centre de gestion fermé ?)',
    en: 'the information system took the call, but the wish is not there (management centre closed?)',
  },
  'wish-not-removed': {
    fr: 'le vœu retiré est toujours dans le SI Scolarité',
    en: 'the withdrawn wish still is in the information system',
  },
  unexpected: {
    fr: 'réponse inattendue : le journal de l’exécution en dit plus',
    en: 'unexpected answer: the log of the run says more',
  },
} as const satisfies Record<string, Text>

export type OpiCause = keyof typeof opiCauses

/** A cause, and what there is to add: a code, what the target said. */
export interface Obstacle {
  readonly cause: OpiCause
  readonly detail: string | null
}
