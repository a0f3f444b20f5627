import { Code } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { VerdictBox } from '../../ui/verdict-box.tsx'
import type { DropState } from './calls/drop-query.ts'
import { dropTexts } from './texts.ts'

/** How the directory fares, in one sentence; its place below. */
export function DropVerdict({ state }: { readonly state: DropState }) {
  const texts = useTexts(dropTexts)
  return (
    <VerdictBox {...verdictOf(state, texts)}>
      <Code style={{ overflowWrap: 'anywhere' }}>{state.directory}</Code>
    </VerdictBox>
  )
}

type Texts = (typeof dropTexts)['fr']

function verdictOf(state: DropState, { verdicts, sentences }: Texts) {
  if (!state.exists) return { mood: 'attention', word: verdicts.absent, sentence: sentences.absent } as const
  if (!state.writable)
    return { mood: 'bad', word: verdicts.blocked, sentence: sentences.notWritable } as const
  const old = state.locks.find(({ tooOld }) => tooOld)
  if (old) return { mood: 'bad', word: verdicts.blocked, sentence: sentences.oldLock(old.name) } as const
  const [lock] = state.locks
  if (lock)
    return { mood: 'attention', word: verdicts.locked, sentence: sentences.locked[lock.name] } as const
  if (state.quarantined.length > 0)
    return {
      mood: 'attention',
      word: verdicts.quarantine,
      sentence: sentences.quarantine(state.quarantined.length),
    } as const
  const ready = state.waiting.filter(({ why }) => why === 'next-pull').length
  return { mood: 'good', word: verdicts.good, sentence: sentences.ready(ready) } as const
}
