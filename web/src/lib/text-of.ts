import { useCallback } from 'react'
import { asFrenchPrint } from './french-spaces.ts'
import { useLocale } from './locale.ts'

export interface ServerText {
  readonly fr: string
  readonly en: string
}

/** For texts that the server gives in both languages (labels of batches, applications, settings). */
export function useTextOf(): (text: ServerText) => string {
  const locale = useLocale()
  return useCallback((text) => (locale === 'fr' ? asFrenchPrint(text.fr) : text.en), [locale])
}
