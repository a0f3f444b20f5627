import { Text } from '@mantine/core'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { Section } from '../../../ui/section.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'
import { useFaultName } from './fault-names.ts'
import classes from './faults.module.css'
import { SeverityMark } from './severity-mark.tsx'

type Fault = ImportReport['faults'][number]

/** Faults by cause: what it is, how many lines, what to do, three samples. Errors before warnings. */
export function Faults({ faults }: { readonly faults: readonly Fault[] }) {
  const texts = useTexts(importTexts)
  return (
    <Section title={texts.faults}>
      {faults.length === 0 ? (
        <Text c="dimmed">{texts.noFaults}</Text>
      ) : (
        <ul className={classes.faults}>
          {faults.map((fault) => (
            <FaultItem key={`${fault.severity} ${fault.code} ${fault.column}`} fault={fault} />
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Faults of the whole file: how many lines they concern means nothing. */
const ofTheFile = new Set(['E_FICHIER', 'E_COHERENCE', 'W_FICHIER'])

function FaultItem({ fault }: { readonly fault: Fault }) {
  const texts = useTexts(importTexts)
  const textOf = useTextOf()
  const nameOf = useFaultName()
  return (
    <li className={classes.fault}>
      <div className={classes.head}>
        <SeverityMark severity={fault.severity} />
        <h3 className={classes.name}>{nameOf(fault.code)}</h3>
        <span className={classes.code}>
          {fault.code}
          {fault.column !== null && ` · ${fault.column}`}
        </span>
        {!ofTheFile.has(fault.code) && <span className={classes.count}>{texts.times(fault.count)}</span>}
      </div>
      {fault.advice && <p className={classes.advice}>{textOf(fault.advice)}</p>}
      {fault.samples.length === 0 ? (
        <p className={classes.hidden}>{texts.samplesHidden}</p>
      ) : (
        <ul className={classes.samples}>
          {fault.samples.map(({ line, message }) => (
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
