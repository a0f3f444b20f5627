import { useTexts } from '../../../lib/texts.ts'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'
import { useFaultName } from './fault-names.ts'
import classes from './faults.module.css'
import { SeverityMark } from './severity-mark.tsx'

/** The causes with their counts, no more: the report has the rest. */
export function FaultSummary({ faults }: { readonly faults: ImportReport['faults'] }) {
  const texts = useTexts(importTexts)
  const nameOf = useFaultName()
  if (faults.length === 0) return null
  return (
    <ul className={classes.summary} aria-label={texts.faults}>
      {faults.map(({ severity, code, column, count }) => (
        <li key={`${severity} ${code} ${column}`}>
          <SeverityMark severity={severity} />
          <span>
            {texts.faultCount(
              column === null ? nameOf(code) : `${nameOf(code)} (${column})`,
              texts.times(count),
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
