import { Mark } from '@mantine/core'
import { Fragment, memo } from 'react'
import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import type { RunLine } from '../calls/lines-query.ts'
import { runTexts } from '../texts.ts'
import { sinceStart } from './line-time.ts'
import classes from './log.module.css'

interface Props {
  readonly lines: readonly RunLine[]
  readonly relative: boolean
  readonly startedAt: string | null
  readonly search: string
}

/** Lines as they were written: markup is text, and a line that is out of sight costs no layout. */
export const LogLines = memo(function LogLines({ lines, relative, startedAt, search }: Props) {
  const { log } = useTexts(runTexts)
  const dates = useDates()
  return lines.map((line) => (
    <div key={line.seq} className={classes.line} data-level={line.level}>
      <time dateTime={line.at} title={dates.dateTime(line.at)} className={classes.time}>
        {relative ? sinceStart(line.at, startedAt) : dates.time(line.at)}
      </time>
      <span className={classes.level}>{line.level === 'info' ? '' : log.levelWords[line.level]}</span>
      <span className={classes.message}>
        {search === '' ? line.message : <Found text={line.message} search={search} />}
      </span>
    </div>
  ))
})

/** What was searched, marked. */
function Found({ text, search }: { readonly text: string; readonly search: string }) {
  const parts: { text: string; found: boolean; at: number }[] = []
  const [haystack, needle] = [text.toLowerCase(), search.toLowerCase()]
  let from = 0
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    parts.push({ text: text.slice(from, at), found: false, at: from })
    parts.push({ text: text.slice(at, at + needle.length), found: true, at })
    from = at + needle.length
  }
  parts.push({ text: text.slice(from), found: false, at: from })
  return parts.map((part) =>
    part.found ? (
      <Mark key={part.at}>{part.text}</Mark>
    ) : (
      <Fragment key={`-${part.at}`}>{part.text}</Fragment>
    ),
  )
}
