/** France among the country codes of the PAYS nomenclature. */
export const france = '100'

/** The last three digits of an INSEE country code: `99100` is `100` (health.md 3.2, CODE_NATIO). */
export function countryCode(text: string): string {
  if (text.length !== 5 || !text.startsWith('99')) return text
  return /^\d{3}$/.test(text.slice(2)) ? text.slice(2) : text
}
