/** Letters that lose their mark by no decomposition. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['Œ', 'OE'],
  ['Æ', 'AE'],
  ['Ø', 'O'],
  ['Đ', 'D'],
  ['Ð', 'D'],
  ['Ł', 'L'],
  ['Þ', 'TH'],
  ['ẞ', 'SS'],
  ['&', ' ET '],
])

const special = /[ŒÆØĐÐŁÞẞ&]/g

/** Capitals of the same letters, without accents; other signs stay. */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{Mn}\p{Me}]/gu, '')
    .normalize('NFC')
    .toUpperCase()
    .replace(special, (letter) => plainLetters.get(letter) ?? letter)
}

/**
 * A line as the last three of an address must be (NF Z 10-011): capitals, no accent, no punctuation; whatever is
 * neither letter nor digit becomes a space, so that `L'ÉGLISE` is read `L EGLISE`. `keepSlash` leaves the one
 * between two figures, which tells a door in some countries (`12/3`).
 */
export function postalCapitals(line: string, { keepSlash = false } = {}): string {
  return withoutAccents(line)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, (signs, at: number, whole: string) =>
      keepSlash && signs === '/' && /\d/.test(whole.charAt(at - 1)) ? '/' : ' ',
    )
    .trim()
}
