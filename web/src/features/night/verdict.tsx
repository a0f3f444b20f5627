import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { VerdictBox } from '../../ui/verdict-box.tsx'
import { isCurrent, type Night } from './night-query.ts'
import { nightTexts } from './texts.ts'
import classes from './verdict.module.css'

const countNames = [
  'finished',
  'failed',
  'interrupted',
  'held',
  'running',
  'queued',
  'cancelled',
  'skipped',
] as const

/** The night in one sentence, with its mood as word, mark and colour. */
export function Verdict({ night }: { readonly night: Night }) {
  const texts = useTexts(nightTexts)
  const textOf = useTextOf()
  // Whatever ran before: while nobody looks, nothing is well.
  const unwatched = isCurrent(night) && night.checks.state === 'nobody'
  const mood = unwatched ? 'bad' : night.mood
  const counts = countNames.filter((name) => night.counts[name] > 0)
  return (
    <VerdictBox mood={mood} word={texts.moods[mood]} sentence={textOf(night.sentence)}>
      {unwatched && <p className={classes.more}>{texts.nobodyChecks}</p>}
      {counts.length > 0 && (
        <ul className={classes.counts} aria-label={texts.countsLabel}>
          {counts.map((name) => (
            <li key={name}>{texts.counts[name](night.counts[name])}</li>
          ))}
        </ul>
      )}
    </VerdictBox>
  )
}
