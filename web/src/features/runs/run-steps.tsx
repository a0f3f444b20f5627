import { Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Run } from '../../../../src/api/schemas/runs.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { DateTime } from '../../ui/moments.tsx'
import classes from './run.module.css'
import { runTexts } from './texts.ts'
import { useSecond } from './use-second.ts'

interface Step {
  readonly name: string
  readonly at: string | null
  readonly note?: string | undefined
  readonly to?: string
}

/** Its life as a line of steps, each with its time; and how long it kept whoever planned or asked for it waiting. */
export function RunSteps({ run }: { readonly run: Run }) {
  const texts = useTexts(runTexts).steps
  const dates = useDates()
  const final = run.state !== 'queued' && run.state !== 'running'
  const now = useSecond(run.state === 'running')
  const steps: Step[] = [
    ...(run.dueAt === null
      ? []
      : [{ name: texts.due, at: run.dueAt, to: paths.instant(run.batchCode, run.dueAt) }]),
    { name: run.dueAt === null ? texts.asked : texts.queued, at: run.queuedAt },
    {
      name: texts.started,
      at: run.startedAt,
      note: run.nodeName && run.startedAt ? texts.by(run.nodeName) : undefined,
    },
    { name: texts.ended, at: run.endedAt },
  ]
  return (
    <section aria-label={texts.title}>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.name} data-done={step.at !== null || undefined}>
            <span className={classes.stepName}>{step.name}</span>
            {step.at === null ? (
              <Text span size="sm" c="dimmed">
                {final ? texts.never : texts.notYet}
              </Text>
            ) : step.to ? (
              <Link to={step.to} className={classes.quiet}>
                <DateTime at={step.at} />
              </Link>
            ) : (
              <DateTime at={step.at} />
            )}
            {step.note && (
              <Text span size="sm" c="dimmed">
                {step.note}
              </Text>
            )}
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed" component="p" className={classes.delays ?? ''}>
        {delays(run, texts, now, dates.duration).join(' · ')}
      </Text>
    </section>
  )
}

function delays(
  run: Run,
  texts: {
    startDelay(text: string): string
    startWait(text: string): string
    duration(text: string): string
    ranFor(text: string): string
  },
  now: number,
  duration: (ms: number) => string,
): string[] {
  if (run.startedAt === null) return []
  const started = Date.parse(run.startedAt)
  const wait = Math.max(0, started - Date.parse(run.dueAt ?? run.queuedAt))
  const words = [run.dueAt === null ? texts.startWait(duration(wait)) : texts.startDelay(duration(wait))]
  // As the histories count it: from second to second. What took less than one is told in milliseconds.
  const tookMs = run.endedAt === null ? 0 : Date.parse(run.endedAt) - started
  if (run.endedAt !== null)
    words.push(texts.duration(duration(tookMs < 1_000 ? tookMs : (run.durationSeconds ?? 0) * 1_000)))
  else if (run.state === 'running') words.push(texts.ranFor(duration(Math.max(0, now - started))))
  return words
}
