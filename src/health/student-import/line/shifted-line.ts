import { at, mandatoryColumns } from './columns.ts'

/**
 * Whether the values of a line with blank fields too many stand under the wrong names. Its surplus is then no
 * harmless tail: a `;` inside a value (`DUPONT;FILS`) has pushed the rest to the right, and an empty last column
 * out of the line. Health.md 3.6-2 cuts a blank surplus but forbids to guess: columns whose values have a look
 * of their own tell the two apart, and where they do not fit the line is refused.
 */
export function looksShifted(fields: readonly string[]): boolean {
  for (const column of mandatoryColumns) if (fields[at[column]] === '') return true
  return (
    !/^(M|F|H|1|2|INCONNU)$/i.test(fields[at.SEXE]!) ||
    !/^\d/.test(fields[at.DATENAI]!) ||
    !/^[ON]?$/i.test(fields[at.TEM_AFFL_SSO]!) ||
    !/^(\D|$)/.test(fields[at.COMMUNE]!) ||
    !/^(\D|$)/.test(fields[at.COMMUNEFIX]!) ||
    !/^$|@/.test(fields[at.MAIL]!) ||
    !isYearOrDate(fields[at.DATEBAC]!) ||
    !isYearOrDate(fields[at.DAA_ETB]!) ||
    !isYearOrDate(fields[at.DAA_ENS_SUP]!)
  )
}

function isYearOrDate(value: string): boolean {
  return /^$|^\d{4}$|^\d{1,4}[-./]\d/.test(value)
}
