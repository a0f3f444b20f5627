/** The forms of an INE that health.md 3.3-1 tells apart. */
export type IneForm =
  /** 10 digits and a letter: schools (BEA). */
  | 'school'
  /** 10 characters 0–9 A–Z and a digit: universities. */
  | 'university'
  /** 9 digits and 2 letters: the national form (RNIE), general since 2018. */
  | 'rnie'
  /** 9999A99999 and a letter. */
  | 'apprentice'
  /** None of them, or ten characters that several forms could begin with. */
  | 'unknown'

const schoolKeys = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** Upper case, without inner spaces and hyphens; null unless 10 or 11 characters 0–9 A–Z are left. */
export function normalisedIne(text: string): string | null {
  const length = text.length
  if (length === 11 || length === 10) {
    let index = 0
    while (index < length && isUpperBase36(text.charCodeAt(index))) index++
    if (index === length) return text
  }
  const bare = text.replace(/[-\s\u00a0]/g, '').toUpperCase()
  return /^[0-9A-Z]{10,11}$/.test(bare) ? bare : null
}

/** What identifies a student whether or not the key character was exported. */
export function ine10Of(ine: string): string {
  return ine.length === 10 ? ine : ine.slice(0, 10)
}

/** Form of a normalised INE. Ten characters are told apart only where no other form could begin so. */
export function ineForm(ine: string): IneForm {
  if (ine.length === 10) {
    if (/^\d{10}$/.test(ine)) return 'school'
    return /^(\d{9}[A-Z]|\d{4}[A-Z]\d{5})$/.test(ine) ? 'unknown' : 'university'
  }
  if (/^\d{10}[A-Z]$/.test(ine)) return 'school'
  if (/^\d{9}[A-Z]{2}$/.test(ine)) return 'rnie'
  if (/^\d{4}[A-Z]\d{5}[A-Z]$/.test(ine)) return 'apprentice'
  return /\d$/.test(ine) ? 'university' : 'unknown'
}

/** The two forms that the national one replaced. */
export function isOldForm(ine: string): boolean {
  const form = ineForm(ine)
  return form === 'school' || form === 'university'
}

export function schoolKey(tenDigits: string): string {
  return schoolKeys[Number(tenDigits) % 23]!
}

export function universityKey(tenCharacters: string): string {
  let sum = 0
  for (let index = 0; index < 9; index++) sum += base36(tenCharacters.charCodeAt(index))
  return String((6 * sum + base36(tenCharacters.charCodeAt(9))) % 10)
}

/** False where the form has a known key and the INE another. A key that is not there is not wrong. */
export function hasRightKey(ine: string): boolean {
  if (ine.length !== 11) return true
  const last = ine.charCodeAt(10)
  if (last <= 0x39) return universityKey(ine) === ine[10]
  let number = 0
  for (let index = 0; index < 10; index++) {
    const digit = ine.charCodeAt(index) - 0x30
    if (digit > 9) return true
    number = number * 10 + digit
  }
  return schoolKeys.charCodeAt(number % 23) === last
}

function isUpperBase36(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a)
}

function base36(code: number): number {
  return code <= 0x39 ? code - 0x30 : code - 0x37
}
