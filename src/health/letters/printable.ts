import { letterFonts } from '../../platform/letter-font.ts'

/** What a font draws as nothing or as a space, and what stands for characters that only other fonts hold. */
const substitutes: ReadonlyMap<string, string> = new Map([
  ['\u2011', '-'],
  ['\u2028', '\n'],
  ['\u2029', '\n\n'],
  ['\u00ad', ''],
  ['\u200b', ''],
  ['\u200c', ''],
  ['\u200d', ''],
  ['\u2060', ''],
  ['\ufeff', ''],
  ['\u200e', ''],
  ['\u200f', ''],
])

/** What most letters are made of, all of it in the font. */
const common = /^[\n\x20-\x7eÀ-ÿ’«»\u00a0œŒ…–€]*$/

/**
 * A text as the font can print it: composed (NFC), line ends as `\n`, tabs as spaces, odd spaces as plain ones,
 * presentation forms (`ﬁ`, `①`) by what they stand for; control characters go. Null: the font lacks a character, so
 * that the letter would lie about what was written.
 */
export function printable(text: string): string | null {
  const font = letterFonts().regular
  let printed = ''
  const plain = text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').normalize('NFC')
  if (common.test(plain)) return plain
  for (const character of plain) {
    if (character === '\n') printed += character
    else if (substitutes.has(character)) printed += substitutes.get(character)
    else if (/\p{Cc}/u.test(character)) continue
    else if (isPrintable(character)) printed += character
    else if (/\p{Zs}/u.test(character)) printed += ' '
    else {
      const decomposed = character.normalize('NFKC')
      if (decomposed === character || ![...decomposed].every(isPrintable)) return null
      printed += decomposed
    }
  }
  return printed

  function isPrintable(character: string): boolean {
    return font.glyph(character.codePointAt(0) ?? 0) !== null
  }
}
