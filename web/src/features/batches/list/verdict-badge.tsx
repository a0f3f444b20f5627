import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import classes from './list.module.css'
import { listTexts } from './texts.ts'

/** How a batch fares, in a word; the colour only repeats it. */
export function VerdictBadge({ batch }: { readonly batch: Batch }) {
  const texts = useTexts(listTexts)
  const dates = useDates()
  const word = texts.verdicts[batch.verdict]
  return (
    <span className={classes.verdict} data-verdict={batch.verdict}>
      {batch.verdict === 'failing' && batch.verdictSince
        ? texts.since(word, dates.dateMinute(batch.verdictSince))
        : word}
    </span>
  )
}
