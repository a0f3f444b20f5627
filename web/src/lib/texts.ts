import { type Locale, useLocale } from './locale.ts'

/** A text is a string, or a function of what it tells about (`(n: number) => string`). */
type Entry = string | ((...values: never[]) => string)

export type TextTree = { readonly [key: string]: Entry | TextTree }

/** The same keys with the same parameters, whatever the words. */
type SameKeys<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : SameKeys<T[K]>
}

export interface Texts<T> {
  readonly fr: T
  readonly en: SameKeys<T>
}

/** Declares a feature's texts; TypeScript refuses a key that one language lacks or has in excess. */
export function defineTexts<const T extends TextTree>(texts: { fr: T; en: NoInfer<Exactly<T>> }): Texts<T> {
  return texts as Texts<T>
}

type Exactly<T> = SameKeys<T>

/** The texts in the language of the screen. */
export function useTexts<T>(texts: Texts<T>): SameKeys<T> {
  return textsIn(texts, useLocale())
}

/** Outside components. */
export function textsIn<T>(texts: Texts<T>, locale: Locale): SameKeys<T> {
  return (locale === 'fr' ? texts.fr : texts.en) as SameKeys<T>
}
