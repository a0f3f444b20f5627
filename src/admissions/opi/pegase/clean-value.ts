/**
 * A value as the files for Pégase can hold it, which have no quoting (admissions.md 5.3, case 57): without separator, quotes,
 * line ends and other control characters, each replaced by a blank, and without the leading `= + - @` by which a
 * spreadsheet takes a value for a formula.
 */
export function cleanValue(text: string): string {
  const plain = text.replaceAll(/[;"\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/\s+/g, ' ')
  return plain.replace(/^[\s=+\-@＝＋－＠]+/u, '').trimEnd()
}

/** Whether cleaning took away more than blanks: then it is told. */
export function isAltered(text: string, cleaned: string): boolean {
  return text.replaceAll(/\s+/g, ' ').trim() !== cleaned
}

/** A phone number: `+33…` is written `0033…`, which says the same and is no formula. */
export function cleanPhone(text: string): string {
  return cleanValue(text.trim().replace(/^\+/, '00'))
}
