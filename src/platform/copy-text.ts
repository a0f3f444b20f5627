/** Formats values for `COPY … FROM STDIN` in text format (PostgreSQL manual, COPY, "Text Format"). */

/** A column's value: null, or its text with the characters escaped that the format gives a meaning. */
export function copyText(value: string | null): string {
  if (value === null) return '\\N'
  return special.test(value) ? value.replace(specials, escapeOf) : value
}

export function copyNumber(value: number | null): string {
  return value === null ? '\\N' : String(value)
}

export function copyBoolean(value: boolean | null): string {
  return value === null ? '\\N' : value ? 't' : 'f'
}

/** bytea in hexadecimal; the backslash that introduces it is itself escaped. */
export function copyBytes(value: Uint8Array | null): string {
  return value === null ? '\\N' : `\\\\x${Buffer.from(value).toString('hex')}`
}

const special = /[\\\t\n\r]/
const specials = /[\\\t\n\r]/g
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeOf(character: string): string {
  return escapes[character]!
}
