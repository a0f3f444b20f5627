import { UnstyledButton } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import type { OpiSummary } from './calls/opi-queries.ts'
import classes from './state-tiles.module.css'
import { opiTexts } from './texts.ts'

const order = ['to-pour', 'to-withdraw', 'error', 'aside', 'poured', 'withdrawn'] as const

interface Props {
  readonly summary: OpiSummary
  readonly chosen: string
  readonly onChoose: (state: string) => void
}

/** How many stand in each state; pressing one shows those alone, pressing it again shows all. */
export function StateTiles({ summary, chosen, onChoose }: Props) {
  const texts = useTexts(opiTexts)
  const dates = useDates()
  return (
    <fieldset className={classes.tiles} aria-label={texts.tiles} style={{ border: 0, margin: 0, padding: 0 }}>
      {order.map((state) => {
        const count = state === 'aside' ? summary.aside : summary.states[state]
        return (
          <UnstyledButton
            key={state}
            className={classes.tile ?? ''}
            aria-pressed={chosen === state}
            data-alarm={(state === 'error' || state === 'aside') && count > 0}
            onClick={() => onChoose(chosen === state ? '' : state)}
          >
            <span className={classes.figure}>{dates.number(count)}</span>
            <span className={classes.label}>{state === 'aside' ? texts.aside : texts.states[state]}</span>
          </UnstyledButton>
        )
      })}
    </fieldset>
  )
}
