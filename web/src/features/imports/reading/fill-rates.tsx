import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ShareBar } from '../../../ui/exchange/share-bar.tsx'
import type { Upload } from '../calls/upload-query.ts'
import { importTexts } from '../texts.ts'
import classes from './reading.module.css'

/** Without these a line is rejected (health.md 3.2). */
const mandatory = new Set(['COD_ANU', 'NOM', 'PRENOM1', 'SEXE', 'DATENAI', 'CODE_NATIO', 'ETB', 'CMP'])

/** How many lines have something in each column: an extraction that lost one is seen at once. */
export function FillRates({ reading }: { readonly reading: Upload['reading'] }) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const lacking = reading.fillRates.filter(({ column, share }) => mandatory.has(column) && share < 1)
  return (
    <details open={lacking.length > 0}>
      <summary className={classes.summary}>
        <h3>{texts.fillRates}</h3>
      </summary>
      <p className={classes.hint}>{texts.fillRatesMore}</p>
      <ul className={classes.rates}>
        {reading.fillRates.map(({ column, share }, index) => (
          <li key={`${index} ${column}`} className={classes.rate}>
            <span className={classes.column}>
              {column}
              {mandatory.has(column) && (
                <span className={classes.note} data-lacking={share < 1 || undefined}>
                  {share < 1 ? texts.mandatoryEmpty : texts.mandatory}
                </span>
              )}
            </span>
            <span className={classes.figure}>
              {share === 0 ? texts.empty : honestPercent(share, dates.percent)}
            </span>
            <ShareBar share={share} tone={mandatory.has(column) && share < 1 ? 'weak' : 'plain'} />
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Neither a column that lacks one value is full, nor one that has one empty: rounding must not say so. */
function honestPercent(share: number, percent: (share: number) => string): string {
  if (share < 0.001) return `< ${percent(0.001)}`
  return percent(share < 1 ? Math.min(share, 0.999) : share)
}
