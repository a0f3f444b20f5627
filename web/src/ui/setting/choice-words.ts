import type { Setting } from '../../../../src/api/schemas/settings.ts'
import type { ServerText } from '../../lib/text-of.ts'

/** A value of a choice in words; where its definition gives none, it is words itself. */
export function choiceWords(
  { choices }: Pick<Setting, 'choices'>,
  value: string,
  textOf: (text: ServerText) => string,
): string {
  const words = choices !== null && Object.hasOwn(choices, value) ? choices[value] : undefined
  return words === undefined ? value : textOf(words)
}
