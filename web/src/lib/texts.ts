import { withFrenchSpaces } from './french-spaces.ts'
import { type Locale, useLocale } from './locale.ts'

/** A text is a string, or a function of what it tells about (`(n: number) => string`). */
type Entry = string | ((...values: never[]) => string)

export type TextTree = { readonly [key: string]: Entry | TextTree }

/** The same keys with the same parameters, whatever the words. */
export type SameKeys<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : SameKeys<T[K]>
}

export interface Texts<T> {
  readonly fr: SameKeys<T>
  readonly en: SameKeys<T>
}

/**
 * Declares a feature's texts; TypeScript refuses a key that one language lacks or has in excess. The no-break spaces
 * of French are put here.
 */
export function defineTexts<T extends TextTree>(texts: { fr: T; en: NoInfer<SameKeys<T>> }): Texts<T> {
  return { fr: frenchTree(texts.fr) as unknown as SameKeys<T>, en: texts.en }
}

function frenchTree(tree: TextTree): TextTree {
  return Object.fromEntries(Object.entries(tree).map(([key, entry]) => [key, french(entry)]))
}

function french(entry: Entry | TextTree): Entry | TextTree {
  if (typeof entry === 'string') return withFrenchSpaces(entry)
  if (typeof entry === 'function') return (...values: never[]) => withFrenchSpaces(entry(...values))
  return frenchTree(entry)
}

/** The texts in the language of the screen. */
export function useTexts<T>(texts: Texts<T>): SameKeys<T> {
  return textsIn(texts, useLocale())
}

/** Outside components. */
export function textsIn<T>(texts: Texts<T>, locale: Locale): SameKeys<T> {
  return texts[locale]
}
