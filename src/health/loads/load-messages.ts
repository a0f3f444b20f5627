import type { LineMessage } from '../../exchange/command-file/verdict.ts'
import type { Text } from '../../platform/text.ts'
import type { UnfoundReason } from '../students/find-student.ts'

/*
 * Why a line that feeds the service is rejected. Codes are stable; the words say what to do, and repeat of the line only
 * what is no personal datum: codes, dates and the like, never who the student is.
 */

function error(code: string, column: string | undefined, text: Text): LineMessage {
  return { severity: 'error', code, ...(column === undefined ? {} : { column }), text }
}

export function missingValue(column: string): LineMessage {
  return error('MISSING_VALUE', column, {
    fr: `La valeur de ${column} manque : complétez-la.`,
    en: `${column} is missing: complete it.`,
  })
}

export function tooLong(column: string, length: number, longest: number): LineMessage {
  return error('TOO_LONG', column, {
    fr: `${column} a ${length} caractères, ${longest} au plus : raccourcissez.`,
    en: `${column} has ${length} characters, at most ${longest}: shorten it.`,
  })
}

export function badDate(column: string, value: string): LineMessage {
  return error('BAD_DATE', column, {
    fr: `${column} : « ${shown(value)} » n’est pas une date ; écrivez JJ/MM/AAAA.`,
    en: `${column}: “${shown(value)}” is no date; write DD/MM/YYYY.`,
  })
}

export function badTime(column: string, value: string): LineMessage {
  return error('BAD_TIME', column, {
    fr: `${column} : « ${shown(value)} » n’est pas une heure ; écrivez HH:MM.`,
    en: `${column}: “${shown(value)}” is no time; write HH:MM.`,
  })
}

export function badNumber(column: string, value: string, from: number, to: number): LineMessage {
  return error('BAD_NUMBER', column, {
    fr: `${column} : « ${shown(value)} » n’est pas un nombre entier de ${from} à ${to}.`,
    en: `${column}: “${shown(value)}” is no whole number from ${from} to ${to}.`,
  })
}

export function badChoice(column: string, value: string, choices: readonly string[]): LineMessage {
  return error('BAD_CHOICE', column, {
    fr: `${column} : « ${shown(value)} » n’est pas prévu ; écrivez ${choices.join(', ')}.`,
    en: `${column}: “${shown(value)}” is not expected; write ${choices.join(', ')}.`,
  })
}

export function wrongOrder(column: string, than: string): LineMessage {
  return error('WRONG_ORDER', column, {
    fr: `${column} est avant ${than} : vérifiez les dates.`,
    en: `${column} is before ${than}: check the dates.`,
  })
}

export function unknownCode(column: string, code: string, where: Text): LineMessage {
  return error('UNKNOWN_CODE', column, {
    fr: `${column} : « ${shown(code)} » n’existe pas ; ${where.fr}.`,
    en: `${column}: “${shown(code)}” does not exist; ${where.en}.`,
  })
}

export function ambiguousCode(column: string, code: string): LineMessage {
  return error('AMBIGUOUS_CODE', column, {
    fr: `${column} : « ${shown(code)} » désigne plusieurs éléments ; donnez sa référence.`,
    en: `${column}: “${shown(code)}” means several items; give its reference.`,
  })
}

export function takenLabel(column: string): LineMessage {
  return error('TAKEN_LABEL', column, {
    fr: `${column} est déjà celui d’un autre motif : un libellé ne sert qu’une fois.`,
    en: `${column} is another motive’s already: a label serves once.`,
  })
}

export function otherStudent(): LineMessage {
  return error('OTHER_STUDENT', 'REFERENCE', {
    fr: 'Cette référence est celle d’un enregistrement d’un autre étudiant : vérifiez la référence et l’identifiant.',
    en: 'This reference belongs to a record of another student: check reference and identifier.',
  })
}

export function closedFollowUp(): LineMessage {
  return error('CLOSED_FOLLOW_UP', 'REFERENCE', {
    fr: 'Cette relance est close : rouvrez-la à l’écran avant de la modifier.',
    en: 'This follow-up is closed: open it again on screen before changing it.',
  })
}

const unfound: Readonly<Record<UnfoundReason, readonly [string, Text]>> = {
  unknown: [
    'UNKNOWN_STUDENT',
    {
      fr: 'Aucun dossier n’a cet identifiant : corrigez-le, ou rejouez la ligne après l’import de scolarité qui apportera l’étudiant.',
      en: 'No record has this identifier: correct it, or play the line again after the import that will bring the student.',
    },
  ],
  ambiguous: [
    'AMBIGUOUS_STUDENT',
    {
      fr: 'Plusieurs dossiers ont ces identifiants : complétez COD_ETU et ETB, ou fusionnez les doublons.',
      en: 'Several records have these identifiers: complete COD_ETU and ETB, or merge the duplicates.',
    },
  ],
  'no-key': [
    'NO_STUDENT',
    {
      fr: 'L’étudiant n’est pas désigné : donnez INE, ou COD_ETU avec ETB, ou IDENTIFIANT.',
      en: 'No student is named: give INE, or COD_ETU with ETB, or IDENTIFIANT.',
    },
  ],
}

export function unfoundStudent(reason: UnfoundReason): LineMessage {
  const [code, text] = unfound[reason]
  return error(code, undefined, text)
}

const longestShown = 40

function shown(value: string): string {
  return value.length <= longestShown ? value : `${value.slice(0, longestShown)}…`
}
