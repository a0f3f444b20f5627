/** The languages of the interface. French is the first: where a text lacks, it is the one shown. */
export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]

/** One text in every language of the interface. */
export type Text = Readonly<Record<Locale, string>>
