import type { ReactNode } from 'react'
import classes from './exchange-badge.module.css'

export type Tone =
  | 'applied'
  | 'approved'
  | 'processing'
  | 'simulated'
  | 'held'
  | 'refused'
  | 'failed'
  | 'discarded'
  | 'cancelled'
  | 'review'

/** A state in a word; the colour only helps. */
export function WordBadge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={classes.badge} data-state={tone}>
      {children}
    </span>
  )
}
