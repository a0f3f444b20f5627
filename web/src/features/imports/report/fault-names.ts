import { useTexts } from '../../../lib/texts.ts'
import { importTexts } from '../texts.ts'

/** What a code of fault is called; the code itself where it has no name yet. */
export function useFaultName(): (code: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(importTexts).faultNames
  return (code) => names[code] ?? code
}
