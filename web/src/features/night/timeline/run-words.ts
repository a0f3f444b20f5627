import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { uiTexts } from '../../../ui/texts.ts'
import type { NightRun } from '../night-query.ts'
import { nightTexts } from '../texts.ts'
import { runSpan } from './time-window.ts'

export interface RunFact {
  readonly label: string
  readonly value: string
}

export interface RunWords {
  readonly state: string
  readonly facts: readonly RunFact[]
  /** Set when it took far longer than it usually does. */
  readonly warning: string | undefined
  /** All of it in one breath, for who listens. */
  readonly spoken: string
}

/** What a bar tells on hover and focus: state, start, end, duration, habit. */
export function useRunWords(): (run: NightRun, nowMs: number) => RunWords {
  const texts = useTexts(nightTexts)
  const { states } = useTexts(uiTexts)
  const dates = useDates()
  const textOf = useTextOf()
  return (run, nowMs) => {
    const { startMs, endMs } = runSpan(run, nowMs)
    const facts: (RunFact | undefined)[] = [
      run.dueAt === null ? undefined : { label: texts.due, value: dates.time(run.dueAt) },
      run.startedAt === null ? undefined : { label: texts.start, value: dates.time(run.startedAt) },
      run.startedAt === null
        ? run.state === 'queued'
          ? { label: texts.waiting, value: dates.time(run.queuedAt) }
          : undefined
        : { label: texts.end, value: run.endedAt === null ? texts.noEnd : dates.time(run.endedAt) },
      run.startedAt === null
        ? undefined
        : {
            label: texts.duration,
            value: dates.duration(wholeSeconds(run.durationSeconds ?? (endMs - startMs) / 1_000)),
          },
      run.medianSeconds === null
        ? undefined
        : { label: texts.habit, value: dates.duration(wholeSeconds(run.medianSeconds)) },
      run.requestedBy === null ? undefined : { label: texts.asked, value: run.requestedBy },
      run.reason === null ? undefined : { label: texts.why, value: textOf(run.reason) },
    ]
    const told = facts.filter((fact) => fact !== undefined)
    const warning = run.abnormallyLong ? texts.tooLong : undefined
    return {
      state: states[run.state],
      facts: told,
      warning,
      spoken: [
        run.batchCode,
        states[run.state],
        ...told.map(({ label, value }) => `${label} ${value}`),
        ...(warning ? [warning] : []),
      ].join(', '),
    }
  }
}

function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.floor(seconds)) * 1_000
}
