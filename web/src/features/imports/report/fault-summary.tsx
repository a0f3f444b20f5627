import { useTexts } from '../../../lib/texts.ts'
import { faultCauses } from '../../../ui/exchange/fault-causes.ts'
import classes from '../../../ui/exchange/faults.module.css'
import { SeverityMark } from '../../../ui/exchange/severity-mark.tsx'
import { exchangeTexts } from '../../../ui/exchange/texts.ts'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'
import { useFaultName } from './fault-names.ts'

const shownCauses = 6

/** The causes with their counts, no more: the report has the rest. */
export function FaultSummary({ faults }: { readonly faults: ImportReport['faults'] }) {
  const texts = useTexts(importTexts)
  const words = useTexts(exchangeTexts)
  const nameOf = useFaultName()
  const causes = faultCauses(faults)
  if (causes.length === 0) return null
  const hidden = causes.length - shownCauses
  return (
    <ul className={classes.summary} aria-label={words.faults}>
      {causes.slice(0, shownCauses).map(({ severity, code, count }) => (
        <li key={`${severity} ${code}`}>
          <SeverityMark severity={severity} />
          <span>{texts.faultCount(nameOf(code), words.times(count))}</span>
        </li>
      ))}
      {hidden > 0 && <li className={classes.others}>{texts.otherCauses(hidden)}</li>}
    </ul>
  )
}
