import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconMoonStars } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './verdict-box.module.css'

export type Mood = 'good' | 'attention' | 'bad' | 'quiet'

const icons = {
  good: IconCircleCheck,
  attention: IconAlertTriangle,
  bad: IconAlertOctagon,
  quiet: IconMoonStars,
} as const

interface Props {
  readonly mood: Mood
  /** The mood as a word: colour and mark never say it alone. */
  readonly word: string
  /** The one sentence. */
  readonly sentence: ReactNode
  readonly children?: ReactNode
}

/** How it went, in one sentence, at the top of a page. */
export function VerdictBox({ mood, word, sentence, children }: Props) {
  const Icon = icons[mood]
  return (
    <div className={classes.verdict} data-mood={mood}>
      <Icon size={32} stroke={1.75} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.mood}>{word}</p>
        <p className={classes.sentence}>{sentence}</p>
        {children}
      </div>
    </div>
  )
}
