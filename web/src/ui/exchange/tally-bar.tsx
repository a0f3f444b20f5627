import { outcomes, type Tally } from './plan-words.ts'
import classes from './tally-bar.module.css'

/** What became of the lines, as shares of one bar; the figures stand beside it. */
export function TallyBar({ tally, lines = tally.lines }: { readonly tally: Tally; readonly lines?: number }) {
  return (
    <span className={classes.bar} aria-hidden="true">
      {outcomes
        .filter((outcome) => tally[outcome] > 0)
        .map((outcome) => (
          <span
            key={outcome}
            data-outcome={outcome}
            style={{ flexBasis: `${(tally[outcome] / Math.max(1, lines)) * 100}%` }}
          />
        ))}
    </span>
  )
}
