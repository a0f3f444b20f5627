import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import type { RunWords } from './run-words.ts'
import classes from './timeline.module.css'

interface Props {
  readonly title: string
  readonly words: Pick<RunWords, 'facts' | 'warning'>
  readonly children: ReactElement
}

/** The facts of a run beside its bar. Decoration for the ear: the bar's own label says the same. */
export function RunTooltip({ title, words, children }: Props) {
  return (
    <Tooltip
      multiline
      label={
        <div className={classes.facts}>
          <strong>{title}</strong>
          {words.facts.map(({ label, value }) => (
            <span key={label}>
              {label} <b>{value}</b>
            </span>
          ))}
          {words.warning && <strong>{words.warning}</strong>}
        </div>
      }
    >
      {children}
    </Tooltip>
  )
}
