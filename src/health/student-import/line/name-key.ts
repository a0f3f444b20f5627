/** What each character below U+0180 adds to a key: nothing where it is no letter or digit. */
const keyOfCharacter: readonly string[] = Array.from({ length: 0x180 }, (_, code) =>
  generalKey(String.fromCharCode(code)),
)

/**
 * `cle(s)` of health.md 2.6: the letters and digits of a name, upper case, without accents, so that
 * `Ben-Ali`, `BEN ALI` and `bénali` are one. A name without any (another script) is its own trimmed upper case.
 */
export function nameKey(name: string): string {
  const length = name.length
  let index = 0
  while (index < length && isKeyCharacter(name.charCodeAt(index))) index++
  if (index === length && length > 0) return name

  let key = name.slice(0, index)
  for (; index < length; index++) {
    const code = name.charCodeAt(index)
    // A mark that combines with what precedes, or a script beyond Latin: the whole name by the general rule.
    if (code >= 0x180) {
      key = generalKey(name)
      break
    }
    key += keyOfCharacter[code]!
  }
  return key === '' ? name.trim().toUpperCase() : key
}

function generalKey(text: string): string {
  return text
    .replace(/[œŒ]/g, 'OE')
    .replace(/[æÆ]/g, 'AE')
    .replace(/ß/g, 'SS')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

function isKeyCharacter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)
}

/** Whether a name has at least one letter, of any script (health.md 3.2, NOM). */
export function hasLetter(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index) | 0x20
    if (code >= 0x61 && code <= 0x7a) return true
  }
  return /\p{L}/u.test(name)
}
