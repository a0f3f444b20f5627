import type { Placeholder } from './letter-template.ts'

export type PlaceholderValues = Readonly<Record<Placeholder, string>>

const placeholder = /\{([^{}\n]*)\}/g

/**
 * The text with each placeholder replaced, in one pass: what a value says is never looked at again, so that a letter
 * text holding `{nom}` is printed so. An unknown placeholder stays as it is (`templateFaults` refuses it).
 */
export function fill(text: string, values: PlaceholderValues): string {
  return text.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as Placeholder] : whole,
  )
}

/** The names between braces, in order. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map((match) => match[1] ?? '')
}
