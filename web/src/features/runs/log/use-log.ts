import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  fetchLines,
  type LineFilter,
  type LinePlace,
  pastTheEnd,
  type RunLines,
} from '../calls/lines-query.ts'
import { type LogWindow, pieceLines, windowOfEnd, windowOfStart, withNewer, withOlder } from './log-window.ts'

/** How many lines one look for news brings at most; more come with the next look. */
const newsLines = 1_000

/**
 * The log of a run, opened at its end. While its end is on the screen, each `progress` event asks for what follows
 * the last line seen; reading elsewhere asks for nothing by itself.
 */
export function useLog(id: string, filter: LineFilter) {
  const { level, search } = filter
  const [window, setWindow] = useState<LogWindow | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  // An answer to an earlier question (another filter, another place) is not shown any more.
  const asked = useRef(0)

  const ask = useCallback(
    async (place: LinePlace, put: (before: LogWindow | null, answer: RunLines) => LogWindow | null) => {
      const question = ++asked.current
      setBusy(true)
      try {
        const answer = await fetchLines(id, { limit: pieceLines, ...place }, { level, search })
        if (question !== asked.current) return
        setWindow((before) => put(before, answer))
        setError(null)
      } catch (cause) {
        if (question === asked.current) setError(cause)
      } finally {
        if (question === asked.current) setBusy(false)
      }
    },
    [id, level, search],
  )

  const toEnd = useCallback(() => ask({ before: pastTheEnd }, (_, answer) => windowOfEnd(answer)), [ask])
  const toStart = useCallback(() => ask({ after: 0 }, (_, answer) => windowOfStart(answer)), [ask])
  useEffect(() => {
    setWindow(null)
    void toEnd()
  }, [toEnd])

  const first = window?.lines[0]?.seq
  const last = window?.lines.at(-1)?.seq
  const older = () =>
    first === undefined
      ? undefined
      : ask({ before: first }, (before, answer) => before && withOlder(before, answer))
  const newer = () =>
    last === undefined
      ? undefined
      : ask({ after: last }, (before, answer) => before && withNewer(before, answer))

  const seen = window?.seen ?? 0
  const news = useQuery({
    queryKey: ['run-lines', id, level, search, seen],
    queryFn: ({ signal }) => fetchLines(id, { after: seen, limit: newsLines }, { level, search }, signal),
    enabled: window?.atEnd === true && !busy,
    gcTime: 0,
  })
  useEffect(() => {
    const answer = news.data
    if (!answer || (answer.lines.length === 0 && answer.lastSeq <= seen)) return
    setWindow((before) => (before?.atEnd ? withNewer(before, answer) : before))
  }, [news.data, seen])

  return { window, error, busy, toEnd, toStart, older, newer }
}
