import { Text } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { Section } from '../../../ui/section.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'
import { type FaultCause, faultCauses } from './fault-causes.ts'
import { useFaultName } from './fault-names.ts'
import classes from './faults.module.css'
import { SeverityMark } from './severity-mark.tsx'

/** Faults by cause: what it is, how many lines, what to do, three samples. Warnings are folded behind errors. */
export function Faults({ faults }: { readonly faults: ImportReport['faults'] }) {
  const texts = useTexts(importTexts)
  const causes = faultCauses(faults)
  const errors = causes.filter(({ severity }) => severity === 'error')
  const warnings = causes.filter(({ severity }) => severity === 'warning')
  const warned = warnings.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section title={texts.faults}>
      {causes.length === 0 && <Text c="dimmed">{texts.noFaults}</Text>}
      {errors.length > 0 && <Causes causes={errors} />}
      {warnings.length > 0 && (
        <details open={errors.length === 0}>
          <summary className={classes.folded}>
            {texts.warningsFolded(texts.causes(warnings.length), texts.warnings(warned))}
          </summary>
          <Causes causes={warnings} />
        </details>
      )}
    </Section>
  )
}

function Causes({ causes }: { readonly causes: readonly FaultCause[] }) {
  return (
    <ul className={classes.faults}>
      {causes.map((cause) => (
        <Cause key={`${cause.severity} ${cause.code}`} cause={cause} />
      ))}
    </ul>
  )
}

/** Faults of the whole file: how many lines they concern means nothing. */
const ofTheFile = new Set(['E_FICHIER', 'E_COHERENCE', 'W_FICHIER'])

function Cause({ cause }: { readonly cause: FaultCause }) {
  const texts = useTexts(importTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const nameOf = useFaultName()
  const columns = cause.columns.map(({ column, count }) =>
    cause.columns.length === 1 ? column : `${column} (${dates.number(count)})`,
  )
  return (
    <li className={classes.fault}>
      <div className={classes.head}>
        <SeverityMark severity={cause.severity} />
        <h3 className={classes.name}>{nameOf(cause.code)}</h3>
        <span className={classes.code}>{[cause.code, ...columns].join(' · ')}</span>
        {!ofTheFile.has(cause.code) && <span className={classes.count}>{texts.times(cause.count)}</span>}
      </div>
      {cause.advice && <p className={classes.advice}>{textOf(cause.advice)}</p>}
      {cause.samples.length === 0 ? (
        <p className={classes.hidden}>{texts.samplesHidden}</p>
      ) : (
        <ul className={classes.samples}>
          {cause.samples.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              <span className={classes.line}>{line > 0 && texts.sampleLine(line)}</span>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
