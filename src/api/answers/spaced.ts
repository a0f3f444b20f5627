import { frenchSpacing } from '../../alerts/french-spacing.ts'
import type { Text } from '../../platform/text.ts'

/** A sentence as it is shown: the French one with the no-break spaces that its typography wants. */
export function spaced(text: Text): Text {
  return { fr: frenchSpacing(text.fr), en: text.en }
}
