/**
 * The characters of the student file: ISO-8859-1 with the Windows-1252 characters in 80–9F, because exports
 * contain them (health.md 3.1-3). Our own table: what platforms call `iso-8859-1` differs between them.
 * One byte is always one UTF-16 unit, so that positions in the bytes are positions in the text.
 */

/** Windows-1252, 80–9F; a space where the byte is undefined. Curly apostrophes are plain ones here. */
const windowsCharacters = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ''“”•–—˜™š›œ žŸ"

/** What a byte may mean for its line; several are or-ed together. */
export const byteClass = {
  /** ISO-8859-1 as it stands. */
  plain: 0,
  separator: 1,
  /** Space and tab. */
  space: 2,
  /** 80–9F with a meaning in Windows-1252. */
  windows: 4,
  /** Undefined bytes, and control characters other than tab. */
  unreadable: 8,
  /** May begin a UTF-8 sequence: C2–F4. */
  utf8Lead: 16,
  /** What may have to be taken off the ends of a value: spaces of all kinds, quotes. */
  edge: 64,
  /** May continue a UTF-8 sequence: 80–BF, rare in ISO-8859-1 text. */
  utf8Rest: 128,
} as const

/** Set for every byte but separators, spaces and tabs: a blank line is one without it. */
export const visibleBit = 32
export const classOfByte: Uint8Array = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  let kind: number = visibleBit
  if (byte === 0x3b) kind = byteClass.separator
  else if (byte === 0x20 || byte === 0x09) kind = byteClass.space | byteClass.edge
  else if (byte === 0xa0 || byte === 0x22) kind = visibleBit | byteClass.edge
  else if (byte < 0x20) kind = visibleBit | byteClass.unreadable
  else if (byte >= 0x80 && byte <= 0x9f)
    kind = visibleBit | (windowsCharacters[byte - 0x80] === ' ' ? byteClass.unreadable : byteClass.windows)
  else if (byte >= 0xc2 && byte <= 0xf4) kind = visibleBit | byteClass.utf8Lead
  if (byte >= 0x80 && byte <= 0xbf) kind |= byteClass.utf8Rest
  classOfByte[byte] = kind
}

/** Node's own, without the checks of `toString('latin1')`; it takes any Uint8Array. Absent from Node's types. */
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice: (this: Uint8Array, start: number, end: number) => string
}

/** The bytes as plain ISO-8859-1, whatever they mean: right once their classes are known. */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  return latin1Slice.call(bytes, start, end)
}

/** The same with the Windows-1252 characters in their place. Undefined bytes stay control characters. */
export function windowsText(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let plainFrom = start
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!
    if ((classOfByte[byte]! & byteClass.windows) === 0) continue
    text += latin1Text(bytes, plainFrom, index) + windowsCharacters[byte - 0x80]
    plainFrom = index + 1
  }
  return text + latin1Text(bytes, plainFrom, end)
}

/** The text of a line (without its line end), or null when it holds an unreadable character: E_CARACTERE. */
export function decodeLine(bytes: Uint8Array, start: number, end: number): string | null {
  let seen = 0
  for (let index = start; index < end; index++) seen |= classOfByte[bytes[index]!]!
  if ((seen & byteClass.unreadable) !== 0) return null
  return (seen & byteClass.windows) === 0 ? latin1Text(bytes, start, end) : windowsText(bytes, start, end)
}

/**
 * Whether some bytes form a valid UTF-8 sequence of two or more (health.md 3.5-4): in a file that is not
 * UTF-8 as a whole, a line to be looked at.
 */
export function holdsUtf8Sequence(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const lead = bytes[index]!
    if (lead < 0xc2 || lead > 0xf4) continue
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    if (index + length > end) continue
    // Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
    const second = bytes[index + 1]!
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (second < least || second > most) continue
    let valid = true
    for (let offset = 2; offset < length; offset++)
      if ((bytes[index + offset]! & 0xc0) !== 0x80) valid = false
    if (valid) return true
  }
  return false
}

const replacements: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  '‘': "'",
  '’': "'",
  '€': 'EUR',
}

/**
 * The text in characters that ISO-8859-1 has (health.md 3.1-4): œ becomes oe, ’ becomes ', € becomes EUR,
 * others lose their accents, and what is left becomes `?`.
 */
export function toLatin1(text: string): string {
  let latin = ''
  for (const character of text.normalize('NFC')) {
    if (isLatin1(character)) latin += character
    else latin += replacements[character] ?? withoutAccents(character)
  }
  return latin
}

/** ISO-8859-1 bytes of a text, transliterated where needed. */
export function encodeLatin1(text: string): Buffer {
  return Buffer.from(toLatin1(text), 'latin1')
}

function isLatin1(character: string): boolean {
  const code = character.codePointAt(0)!
  return code < 0x80 || (code >= 0xa0 && code <= 0xff)
}

function withoutAccents(character: string): string {
  const base = character.normalize('NFD').replace(/\p{M}/gu, '')
  return base !== '' && [...base].every(isLatin1) ? base : '?'
}
