import type { Text } from '../../platform/text.ts'
import type { LineMessage } from '../command-file/verdict.ts'

/*
 * Why a line that feeds an application is rejected. Codes are stable; the words say what to do, and repeat of the line only
 * what is no personal datum: codes, dates and the like, never who somebody is.
 */

/** A message of an application’s own; the words obey the same rules. */
export function loadError(code: string, column: string | undefined, text: Text): LineMessage {
  return { severity: 'error', code, ...(column === undefined ? {} : { column }), text }
}

export function missingValue(column: string): LineMessage {
  return loadError('MISSING_VALUE', column, {
    fr: `La valeur de ${column} manque : complétez-la.`,
    en: `${column} is missing: complete it.`,
  })
}

export function tooLong(column: string, length: number, longest: number): LineMessage {
  return loadError('TOO_LONG', column, {
    fr: `${column} a ${length} caractères, ${longest} au plus : raccourcissez.`,
    en: `${column} has ${length} characters, at most ${longest}: shorten it.`,
  })
}

export function badDate(column: string, value: string): LineMessage {
  return loadError('BAD_DATE', column, {
    fr: `${column} : « ${shown(value)} » n’est pas une date ; écrivez JJ/MM/AAAA.`,
    en: `${column}: “${shown(value)}” is no date; write DD/MM/YYYY.`,
  })
}

export function badTime(column: string, value: string): LineMessage {
  return loadError('BAD_TIME', column, {
    fr: `${column} : « ${shown(value)} » n’est pas une heure ; écrivez HH:MM.`,
    en: `${column}: “${shown(value)}” is no time; write HH:MM.`,
  })
}

export function badNumber(column: string, value: string, from: number, to: number): LineMessage {
  return loadError('BAD_NUMBER', column, {
    fr: `${column} : « ${shown(value)} » n’est pas un nombre entier de ${from} à ${to}.`,
    en: `${column}: “${shown(value)}” is no whole number from ${from} to ${to}.`,
  })
}

export function badChoice(column: string, value: string, choices: readonly string[]): LineMessage {
  return loadError('BAD_CHOICE', column, {
    fr: `${column} : « ${shown(value)} » n’est pas prévu ; écrivez ${choices.join(', ')}.`,
    en: `${column}: “${shown(value)}” is not expected; write ${choices.join(', ')}.`,
  })
}

/** The value is not repeated: it may be somebody's address. */
export function badForm(column: string, how: Text): LineMessage {
  return loadError('BAD_FORM', column, {
    fr: `${column} n’a pas la forme attendue : ${how.fr}.`,
    en: `${column} is not of the expected form: ${how.en}.`,
  })
}

export function wrongOrder(column: string, than: string): LineMessage {
  return loadError('WRONG_ORDER', column, {
    fr: `${column} est avant ${than} : vérifiez les dates.`,
    en: `${column} is before ${than}: check the dates.`,
  })
}

export function unknownCode(column: string, code: string, where: Text): LineMessage {
  return loadError('UNKNOWN_CODE', column, {
    fr: `${column} : « ${shown(code)} » n’existe pas ; ${where.fr}.`,
    en: `${column}: “${shown(code)}” does not exist; ${where.en}.`,
  })
}

export function ambiguousCode(column: string, code: string): LineMessage {
  return loadError('AMBIGUOUS_CODE', column, {
    fr: `${column} : « ${shown(code)} » désigne plusieurs éléments ; donnez sa référence.`,
    en: `${column}: “${shown(code)}” means several items; give its reference.`,
  })
}

const longestShown = 40

function shown(value: string): string {
  return value.length <= longestShown ? value : `${value.slice(0, longestShown)}…`
}
