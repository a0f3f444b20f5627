import { Text } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { usePlanWords, writes } from '../exchange/plan-words.ts'
import { type Mood, VerdictBox } from '../verdict-box.tsx'
import type { LoadReport } from './report-query.ts'
import { loadTexts } from './texts.ts'

interface Verdict {
  readonly mood: Mood
  readonly word: string
  readonly sentence: string
  readonly more: readonly string[]
}

/** What became of a file, in one sentence. */
export function LoadVerdict({ report }: { readonly report: LoadReport }) {
  const { mood, word, sentence, more } = useVerdict(report)
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

function useVerdict({ state, tally, cancelled, refusals }: LoadReport): Verdict {
  const { verdicts, sentences } = useTexts(loadTexts)
  const textOf = useTextOf()
  const plan = usePlanWords()(tally, 'sentence')
  const some = writes(tally) > 0
  const rejects = tally.rejected > 0 ? [sentences.rejected(tally.rejected)] : []
  switch (state) {
    case 'processing':
      return { mood: 'quiet', word: verdicts.processing, sentence: sentences.processing, more: [] }
    case 'applied':
      return {
        mood: cancelled || rejects.length > 0 ? 'attention' : 'good',
        word: cancelled ? verdicts.stopped : rejects.length > 0 ? verdicts.attention : verdicts.good,
        sentence: some
          ? sentences.applied(plan)
          : tally.lines > 0 && tally.rejected === tally.lines
            ? sentences.onlyRejects
            : sentences.nothing,
        more: [...rejects, ...(tally.skipped > 0 ? [sentences.stopped(tally.skipped)] : [])],
      }
    case 'simulated':
      return {
        mood: rejects.length > 0 ? 'attention' : 'quiet',
        word: verdicts.simulated,
        sentence: some ? sentences.simulated(plan) : sentences.simulatedNothing,
        more: rejects,
      }
    case 'refused':
      return {
        mood: 'bad',
        word: verdicts.refused,
        sentence: sentences.refused,
        more: refusals.map(({ line, text }) =>
          line === null ? textOf(text) : `${sentences.line(line)} ${textOf(text)}`,
        ),
      }
    default:
      return {
        mood: 'bad',
        word: cancelled ? verdicts.stopped : verdicts.failed,
        sentence: sentences.failed,
        more: [],
      }
  }
}
