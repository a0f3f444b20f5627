import { intlLocales, type Locale } from './locale.ts'

const rules = new Map<Locale, { plural: Intl.PluralRules; number: Intl.NumberFormat }>()

/**
 * `1 création`, `12 340 mises à jour`: a figure with its noun in the right number, kept on one line.
 * French counts 0 as singular, English as plural.
 */
export function counted(locale: Locale, count: number, one: string, other: string): string {
  return `${figure(locale, count)}\u00a0${nounFor(locale, count, one, other)}`
}

/** The noun alone, where the figure stands elsewhere. */
export function nounFor(locale: Locale, count: number, one: string, other: string): string {
  return formatters(locale).plural.select(count) === 'one' ? one : other
}

/** `12 340` */
export function figure(locale: Locale, count: number): string {
  return formatters(locale).number.format(count)
}

function formatters(locale: Locale) {
  let known = rules.get(locale)
  if (!known) {
    const language = intlLocales[locale]
    known = { plural: new Intl.PluralRules(language), number: new Intl.NumberFormat(language) }
    rules.set(locale, known)
  }
  return known
}
