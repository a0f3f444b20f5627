/** What a cell of COD_NNI holds (health.md 3.3-3). */
export type NirReading =
  /** 15 characters: the number and its key, computed where the file gives none. */
  | { readonly kind: 'right'; readonly nir: string }
  | { readonly kind: 'wrong-shape' }
  | { readonly kind: 'wrong-key' }

const wrongShape: NirReading = { kind: 'wrong-shape' }
const wrongKey: NirReading = { kind: 'wrong-key' }

/** Sex, year, month (also the codes of an unknown one), department, commune, order. */
const shape = /^[123478]\d\d(?:0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)(?:\d\d|2[AB])\d{6}$/

/** Reads a NIR of 13 characters, or 15 with its key; inner spaces, dots and hyphens do not count. */
export function readNir(text: string): NirReading {
  const bare = text.replace(/[-.\s\u00a0]/g, '').toUpperCase()
  const number = bare.slice(0, 13)
  if ((bare.length !== 13 && bare.length !== 15) || !shape.test(number)) return wrongShape
  const key = nirKey(number)
  if (bare.length === 15 && bare.slice(13) !== key) return wrongKey
  return { kind: 'right', nir: number + key }
}

/** Two digits: 97 − (number mod 97), Corsica counted as 19 (2A) and 18 (2B). 13 digits fit a number exactly. */
export function nirKey(number: string): string {
  const digits = number.replace('2A', '19').replace('2B', '18')
  return String(97 - (Number(digits) % 97)).padStart(2, '0')
}

/** Sex that the first digit tells, temporary numbers included. */
export function sexOfNir(nir: string): 'M' | 'F' {
  return '137'.includes(nir[0]!) ? 'M' : 'F'
}

/** Month of birth 1–12, or null where the number holds the code of an unknown one. */
export function birthMonthOfNir(nir: string): number | null {
  const month = Number(nir.slice(3, 5))
  return month <= 12 ? month : null
}
