import { useTexts } from '../../../lib/texts.ts'
import { messageTexts } from './message-texts.ts'

/** What a code of message is called; the code itself where it has no name. */
export function useMessageName(): (code: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(messageTexts)
  return (code) => (Object.hasOwn(names, code) ? (names[code] ?? code) : code)
}
