import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import {
  type Locale,
  LocaleContext,
  rememberedLocale,
  rememberLocale,
  setCurrentLocale,
} from '../lib/locale.ts'
import { sessionQuery } from '../lib/session.ts'

/** The account's language once signed in, else what this browser remembers or prefers. `<html lang>` follows. */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<Locale>(rememberedLocale)
  // Only watches what others fetch.
  const { data: session } = useQuery({ ...sessionQuery, enabled: false })
  const locale = session?.account.locale ?? chosen
  // During rendering, not in an effect: the first calls of the children's queries must already say the language.
  setCurrentLocale(locale)

  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])

  const choose = useCallback((next: Locale) => {
    rememberLocale(next)
    setChosen(next)
  }, [])
  const choice = useMemo(() => ({ locale, choose }), [locale, choose])
  return <LocaleContext value={choice}>{children}</LocaleContext>
}
