import { createContext, useContext } from 'react'

/** The languages of the back-office. French is the first: every text exists in French before it is put in English. */
export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]

const storageKey = 'nocturne.locale'

/** For Intl: days before months in both languages, as the establishments write them. */
export const intlLocales: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB' }

/** What to speak before anybody is signed in: what was chosen here before, else the browser's language, else French. */
export function rememberedLocale(): Locale {
  const stored = readStorage()
  if (stored) return stored
  const wanted = navigator.languages.find((language) => /^(fr|en)\b/i.test(language))
  return wanted?.toLowerCase().startsWith('en') ? 'en' : 'fr'
}

export function rememberLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function readStorage(): Locale | undefined {
  try {
    const stored = localStorage.getItem(storageKey)
    return locales.find((locale) => locale === stored)
  } catch {
    return undefined
  }
}

let current: Locale = 'fr'

/** For what runs outside React (the calls to the server say the language); components use `useLocale`. */
export function currentLocale(): Locale {
  return current
}

export function setCurrentLocale(locale: Locale): void {
  current = locale
}

export interface LocaleChoice {
  readonly locale: Locale
  /** Remembers the choice on this browser; a signed-in account also keeps it on the server (`/account`). */
  readonly choose: (locale: Locale) => void
}

export const LocaleContext = createContext<LocaleChoice>({ locale: 'fr', choose: () => {} })

export function useLocale(): Locale {
  return useContext(LocaleContext).locale
}

export function useLocaleChoice(): LocaleChoice {
  return useContext(LocaleContext)
}
