import type { Text } from '../../platform/text.ts'

const longest = 60

/** A piece of a file as a message can hold it: on one line, not too long. */
export function shownValue(value: string): string {
  const start = value.length > longest ? `${value.slice(0, longest)}…` : value
  return start.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '\ufffd')
}

/** « value » and “value”. */
export function quotedValue(value: string): Text {
  return { fr: `« ${shownValue(value)} »`, en: `“${shownValue(value)}”` }
}

const separatorNames: Readonly<Record<string, Text>> = { '\t': { fr: 'une tabulation', en: 'a tab' } }

export function shownSeparator(separator: string): Text {
  return separatorNames[separator] ?? quotedValue(separator)
}
