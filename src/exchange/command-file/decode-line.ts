/** Node's own, without the checks of `toString`; absent from Node's types. */
const { latin1Slice, utf8Slice } = Buffer.prototype as unknown as {
  latin1Slice: (this: Uint8Array, start: number, end: number) => string
  utf8Slice: (this: Uint8Array, start: number, end: number) => string
}

/** Gives the text of some bytes of a line. */
export type DecodeLine = (bytes: Uint8Array, start: number, end: number) => string

/** ASCII is the same in both encodings, and is decoded fastest as ISO-8859-1. */
export const decodeAscii: DecodeLine = (bytes, start, end) => latin1Slice.call(bytes, start, end)

export function decoderOf(encoding: 'utf-8' | 'iso-8859-1'): DecodeLine {
  return encoding === 'utf-8' ? (bytes, start, end) => utf8Slice.call(bytes, start, end) : decodeIso
}

/** Windows-1252, 80–9F. What is called ISO-8859-1 has its œ and ’, never the control characters that stand there. */
const windowsCharacters = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
const decodeIso: DecodeLine = (bytes, start, end) => {
  const text = latin1Slice.call(bytes, start, end)
  return /[\x80-\x9f]/.test(text)
    ? text.replace(/[\x80-\x9f]/g, (character) => windowsCharacters[character.charCodeAt(0) - 0x80]!)
    : text
}

/**
 * The first character that no text has: a control character other than tab, inside the line (at its ends they are trimmed
 * like spaces, as what CR CR LF leaves), or a byte that Windows-1252 leaves undefined. Null: there is none.
 */
export function unreadableCharacter(text: string): string | null {
  // Most lines have none, and need no trimming.
  if (!unreadable.test(text)) return null
  return unreadable.exec(text.trim())?.[0] ?? null
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unreadable = /[\0-\x08\n-\x1f\x7f-\x9f]/
