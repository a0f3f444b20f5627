import { Text } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { usePlanWords, writes } from '../../../ui/exchange/plan-words.ts'
import { type Mood, VerdictBox } from '../../../ui/verdict-box.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import type { Run } from '../calls/run-query.ts'
import { importTexts } from '../texts.ts'

interface Props {
  readonly report: ImportReport
  readonly run: Run
}

/** What became of an import, in one sentence. */
export function ImportVerdict({ report, run }: Props) {
  const { mood, word, sentence, more } = useVerdict()(report, run)
  return (
    <VerdictBox mood={mood} word={word} sentence={sentence}>
      {more.map((line) => (
        <Text key={line} size="sm" mt={4}>
          {line}
        </Text>
      ))}
    </VerdictBox>
  )
}

interface Verdict {
  readonly mood: Mood
  readonly word: string
  readonly sentence: string
  readonly more: readonly string[]
}

function useVerdict(): (report: ImportReport, run: Run) => Verdict {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const planWords = usePlanWords()
  const { verdicts, sentences } = texts
  return (report, run) => {
    const { tally, state, decidedBy, decidedAt } = report
    const plan = planWords(tally, 'sentence')
    const rejects = tally.rejected > 0 ? [sentences.rejects(tally.rejected)] : []
    const who = decidedBy ?? sentences.somebody
    const at = decidedAt === null ? '' : dates.dateMinute(decidedAt)
    const some = writes(tally) > 0
    switch (state) {
      case 'applied':
        return {
          mood: tally.rejected > 0 ? 'attention' : 'good',
          word: tally.rejected > 0 ? verdicts.attention : verdicts.good,
          sentence: some
            ? sentences.applied(plan)
            : tally.rejected === tally.lines && tally.lines > 0
              ? sentences.appliedOnlyRejects
              : sentences.appliedNothing,
          more: rejects,
        }
      case 'simulated':
        return {
          mood: tally.rejected > 0 ? 'attention' : 'quiet',
          word: verdicts.simulated,
          sentence: some ? sentences.simulated(plan) : sentences.simulatedNothing,
          more: rejects,
        }
      case 'refused':
        return {
          mood: 'bad',
          word: verdicts.bad,
          sentence: sentences.refused,
          more: report.faults.flatMap(({ samples }) => samples.map(({ message }) => message)),
        }
      case 'held':
        return {
          mood: 'attention',
          word: verdicts.held,
          sentence: sentences.held(plan),
          more: rejects,
        }
      case 'approved':
        return { mood: 'quiet', word: verdicts.approved, sentence: sentences.approved(who, at), more: [] }
      case 'discarded':
        return { mood: 'quiet', word: verdicts.discarded, sentence: sentences.discarded(who, at), more: [] }
      default:
        if (run.state === 'cancelled') {
          const by = run.cancelRequestedBy ?? sentences.somebody
          return { mood: 'quiet', word: verdicts.cancelled, sentence: sentences.cancelled(by), more: [] }
        }
        return {
          mood: 'bad',
          word: verdicts.bad,
          sentence: report.dryRun ? sentences.failedSimulation : sentences.failed,
          more: [run.error ?? (run.reason && textOf(run.reason))].filter((line) => line !== null),
        }
    }
  }
}
