import { useTexts } from '../../../lib/texts.ts'
import { importTexts } from '../texts.ts'

/** Codes of faults of the whole file: how many lines they concern means nothing. */
export const faultsOfTheFile: ReadonlySet<string> = new Set(['E_FICHIER', 'E_COHERENCE', 'W_FICHIER'])

/** What a code of fault is called; the code itself where it has no name yet. */
export function useFaultName(): (code: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(importTexts).faultNames
  return (code) => names[code] ?? code
}
