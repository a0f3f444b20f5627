import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import classes from './line-sum.module.css'
import { outcomes, type Tally } from './plan-words.ts'
import keys from './tally-bar.module.css'
import { TallyBar } from './tally-bar.tsx'
import { exchangeTexts } from './texts.ts'

/** « 1 000 lues = 12 créées + 340 mises à jour + … »: no line is lost. */
export function LineSum({ tally }: { readonly tally: Tally }) {
  const texts = useTexts(exchangeTexts)
  const dates = useDates()
  if (tally.lines === 0) return null
  // The usual four are told even at nought; the rarer ones when they happen.
  const usual = new Set(['created', 'updated', 'unchanged', 'rejected'])
  const shown = outcomes.filter((outcome) => usual.has(outcome) || tally[outcome] > 0)
  const apart = [
    ...(tally.blank > 0 ? [texts.blankLines(tally.blank)] : []),
    ...(tally.warnings > 0 ? [texts.warnings(tally.warnings)] : []),
  ]
  return (
    <div className={classes.frame}>
      <p className={classes.sum}>
        <span className={classes.term}>
          <b>{dates.number(tally.lines)}</b> {texts.terms.lines(tally.lines)}
        </span>
        {shown.map((outcome, index) => (
          <span key={outcome} className={classes.term}>
            <span className={classes.sign}>{index === 0 ? '=' : '+'}</span>
            <span className={keys.key} data-outcome={outcome} aria-hidden="true" />
            <b>{dates.number(tally[outcome])}</b> {texts.terms[outcome](tally[outcome])}
          </span>
        ))}
      </p>
      <TallyBar tally={tally} />
      {apart.length > 0 && <p className={classes.apart}>{apart.join(' · ')}</p>}
    </div>
  )
}
