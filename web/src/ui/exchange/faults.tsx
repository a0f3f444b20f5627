import { Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../section.tsx'
import { type Fault, type FaultCause, faultCauses } from './fault-causes.ts'
import classes from './faults.module.css'
import { SeverityMark } from './severity-mark.tsx'
import { exchangeTexts } from './texts.ts'

interface Props {
  readonly faults: readonly Fault[]
  /** What a code is called; the code itself where it has no name. */
  readonly nameOf: (code: string) => string
  /** Codes of faults of the whole file: how many lines they concern means nothing. */
  readonly ofTheFile: ReadonlySet<string>
}

/** Faults by cause: what it is, how many lines, what to do, three samples. Warnings are folded behind errors. */
export function Faults({ faults, nameOf, ofTheFile }: Props) {
  const texts = useTexts(exchangeTexts)
  const causes = faultCauses(faults)
  const errors = causes.filter(({ severity }) => severity === 'error')
  const warnings = causes.filter(({ severity }) => severity === 'warning')
  const warned = warnings.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section title={texts.faults}>
      {causes.length === 0 && <Text c="dimmed">{texts.noFaults}</Text>}
      {errors.length > 0 && <CauseList causes={errors} nameOf={nameOf} ofTheFile={ofTheFile} />}
      {warnings.length > 0 && (
        <details open={errors.length === 0}>
          <summary className={classes.folded}>
            {texts.warningsFolded(texts.causes(warnings.length), texts.warnings(warned))}
          </summary>
          <CauseList causes={warnings} nameOf={nameOf} ofTheFile={ofTheFile} />
        </details>
      )}
    </Section>
  )
}

interface CausesProps extends Omit<Props, 'faults'> {
  readonly causes: readonly FaultCause[]
  /** Of their headings. */
  readonly level?: 3 | 4
}

/** Causes one below the other, with their samples. */
export function CauseList({ causes, ...words }: CausesProps) {
  return (
    <ul className={classes.faults}>
      {causes.map((cause) => (
        <Cause key={`${cause.severity} ${cause.code}`} cause={cause} {...words} />
      ))}
    </ul>
  )
}

interface CauseProps extends Omit<CausesProps, 'causes'> {
  readonly cause: FaultCause
}

function Cause({ cause, nameOf, ofTheFile, level = 3 }: CauseProps) {
  const texts = useTexts(exchangeTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const Heading = level === 3 ? 'h3' : 'h4'
  const columns = cause.columns.map(({ column, count }) =>
    cause.columns.length === 1 ? column : `${column} (${dates.number(count)})`,
  )
  return (
    <li className={classes.fault}>
      <div className={classes.head}>
        <SeverityMark severity={cause.severity} />
        <Heading className={classes.name}>{nameOf(cause.code)}</Heading>
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
