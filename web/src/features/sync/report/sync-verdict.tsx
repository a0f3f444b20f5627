import { Text } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { usePlanWords, writes } from '../../../ui/exchange/plan-words.ts'
import { type Mood, VerdictBox } from '../../../ui/verdict-box.tsx'
import type { SyncReport } from '../calls/report-query.ts'
import { syncTexts } from '../texts.ts'

/** What became of a command file, in one sentence. */
export function SyncVerdict({ report }: { readonly report: SyncReport }) {
  const verdict = useVerdict(report)
  return (
    <VerdictBox mood={verdict.mood} word={verdict.word} sentence={verdict.sentence}>
      {verdict.more.map((line) => (
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

function useVerdict(report: SyncReport): Verdict {
  const texts = useTexts(syncTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const planWords = usePlanWords()
  const { verdicts, sentences } = texts
  const { tally, state, decidedBy, decidedAt } = report
  const plan = planWords(tally, 'sentence')
  const some = writes(tally) > 0
  const toReview = tally.rejected + tally.partial
  const review = report.outputs.retry !== null ? sentences.toReview : sentences.leftAside
  const rejects = toReview > 0 ? [review(toReview)] : []
  const difference = report.simulationDifference === null ? [] : [textOf(report.simulationDifference)]
  const who = decidedBy ?? sentences.somebody
  const at = decidedAt === null ? '' : dates.dateMinute(decidedAt)
  switch (state) {
    case 'processing':
      return { mood: 'quiet', word: verdicts.processing, sentence: sentences.processing, more: [] }
    case 'applied':
      return {
        mood: report.cancelled || toReview + difference.length > 0 ? 'attention' : 'good',
        word: report.cancelled ? verdicts.cancelled : toReview > 0 ? verdicts.attention : verdicts.good,
        sentence: some
          ? sentences.applied(plan)
          : tally.rejected === tally.lines && tally.lines > 0
            ? sentences.onlyRejects
            : sentences.nothing,
        more: [...rejects, ...difference, ...(report.cancelled ? [sentences.cancelled(tally.skipped)] : [])],
      }
    case 'simulated':
      return {
        mood: toReview > 0 ? 'attention' : 'quiet',
        word: verdicts.simulated,
        sentence: some ? sentences.simulated(plan) : sentences.simulatedNothing,
        more: rejects,
      }
    case 'refused':
      return {
        mood: 'bad',
        word: verdicts.refused,
        sentence: sentences.refused,
        more: report.refusals.map(({ line, text }) =>
          line === null ? textOf(text) : `${sentences.line(line)} ${textOf(text)}`,
        ),
      }
    case 'held':
      return {
        mood: 'attention',
        word: verdicts.held,
        sentence: sentences.held,
        more: report.hold.map(textOf),
      }
    case 'approved':
      return { mood: 'quiet', word: verdicts.approved, sentence: sentences.approved(who, at), more: [] }
    case 'discarded':
      return { mood: 'quiet', word: verdicts.discarded, sentence: sentences.discarded(who, at), more: [] }
    default:
      return {
        mood: 'bad',
        word: report.cancelled ? verdicts.cancelled : verdicts.failed,
        sentence: sentences.failed,
        more: [],
      }
  }
}
