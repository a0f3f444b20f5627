import type { ExchangeState } from '../../../../src/api/schemas/imports.ts'
import { useTexts } from '../../lib/texts.ts'
import classes from './exchange-badge.module.css'
import { importTexts } from './texts.ts'

/** Where an import stands, in a word; the colour only helps. */
export function ExchangeBadge({ state }: { readonly state: ExchangeState }) {
  const texts = useTexts(importTexts)
  return (
    <span className={classes.badge} data-state={state}>
      {texts.states[state]}
    </span>
  )
}
