import { Button, NativeSelect, Paper, SegmentedControl, Switch, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Run } from '../../../../../src/api/schemas/runs.ts'
import { useDates } from '../../../lib/dates.ts'
import { usePreference } from '../../../lib/preference.ts'
import { useTexts } from '../../../lib/texts.ts'
import { DownloadLink } from '../../../ui/download-link.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { runTexts } from '../texts.ts'
import classes from './log.module.css'
import { LogLines } from './log-lines.tsx'
import { useLog } from './use-log.ts'

interface Props {
  readonly run: Run
}

const pauseMs = 300
/** Nearer to the end than this counts as being there. */
const nearPx = 40

/** What the run says, live. */
export function RunLog({ run }: Props) {
  const texts = useTexts(runTexts).log
  const dates = useDates()
  const active = run.state === 'running' || run.state === 'queued'
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), pauseMs)
  const [level, setLevel] = useState('')
  const [times, setTimes] = usePreference<'absolute' | 'relative'>('run.log.times', 'absolute')
  const log = useLog(String(run.id), { level, search })
  const { window } = log
  const frame = useRef<HTMLDivElement>(null)
  const { following, follow, onScroll } = useFollow(frame, window)
  const filtered = search !== '' || level !== ''
  const lines = window?.lines ?? []

  return (
    <Paper component="section" aria-labelledby="log-title">
      <div className={classes.bar}>
        <Title order={2} id="log-title" mr="auto">
          {texts.title}
        </Title>
        <TextInput
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          size="xs"
          w={{ base: '100%', xs: 220 }}
          data-page-search
        />
        <NativeSelect
          aria-label={texts.level}
          value={level}
          onChange={(event) => setLevel(event.currentTarget.value)}
          data={Object.entries(texts.levels).map(([value, label]) => ({ value, label }))}
          size="xs"
        />
        <SegmentedControl
          size="xs"
          aria-label={texts.times}
          value={times}
          onChange={(next) => setTimes(next === 'relative' ? 'relative' : 'absolute')}
          data={[
            { value: 'absolute', label: texts.absolute },
            { value: 'relative', label: texts.relative },
          ]}
        />
      </div>
      <div
        ref={frame}
        role="log"
        // A reader would be told hundreds of lines a second: they are there to be read, not announced.
        aria-live="off"
        className={classes.frame}
        aria-label={texts.title}
        aria-busy={log.busy}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        {log.error && lines.length === 0 ? (
          <ErrorState error={log.error} onRetry={() => void log.toEnd()} />
        ) : window === null ? (
          <div className={classes.empty}>{texts.loading}</div>
        ) : lines.length === 0 ? (
          <div className={classes.empty}>
            <div>
              <p>{filtered ? texts.none : active ? texts.emptyRunning : texts.empty}</p>
              {filtered && (
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => {
                    setTyped('')
                    setLevel('')
                  }}
                >
                  {texts.clear}
                </Button>
              )}
            </div>
          </div>
        ) : (
          <>
            <div className={classes.edge}>
              {window.olderLeft ? (
                <Button variant="default" size="compact-xs" onClick={() => void log.older()}>
                  {texts.older}
                </Button>
              ) : (
                <Text span size="xs">
                  {texts.beginning}
                </Text>
              )}
            </div>
            <LogLines
              lines={lines}
              relative={times === 'relative'}
              startedAt={run.startedAt}
              search={search}
            />
            {!window.atEnd && (
              <div className={classes.edge}>
                <Button variant="default" size="compact-xs" onClick={() => void log.newer()}>
                  {texts.newer}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
      <div className={classes.bar} style={{ marginTop: '0.5rem', marginBottom: 0 }}>
        <Text size="sm" c="dimmed">
          {texts.lines(lines.length, dates.number(lines.length))}
        </Text>
        <Text size="sm" component="div" mr="auto">
          <DownloadLink href={`/api/runs/${run.id}/log`}>{texts.download}</DownloadLink>
        </Text>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            follow(false)
            void log.toStart().then(() => frame.current?.scrollTo({ top: 0 }))
          }}
        >
          {texts.first}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            follow(true)
            if (!window?.atEnd) void log.toEnd()
          }}
        >
          {texts.last}
        </Button>
        {active && (
          <Switch
            size="sm"
            label={texts.follow}
            checked={following}
            onChange={(event) => {
              follow(event.currentTarget.checked)
              if (event.currentTarget.checked && !window?.atEnd) void log.toEnd()
            }}
          />
        )}
      </div>
    </Paper>
  )
}

/**
 * Keeps the end in sight until somebody scrolls away, and the line that is being read in its place when earlier ones
 * come in above it.
 */
function useFollow(frame: React.RefObject<HTMLElement | null>, window: ReturnType<typeof useLog>['window']) {
  const [following, setFollowing] = useState(true)
  const before = useRef({ first: 0, height: 0 })
  useLayoutEffect(() => {
    const element = frame.current
    if (!element || !window) return
    const first = window.lines[0]?.seq ?? 0
    if (following && window.atEnd) element.scrollTop = element.scrollHeight
    else if (first < before.current.first) element.scrollTop += element.scrollHeight - before.current.height
    before.current = { first, height: element.scrollHeight }
  }, [frame, window, following])
  return {
    following,
    follow(on: boolean) {
      setFollowing(on)
      const element = frame.current
      if (on && element) element.scrollTop = element.scrollHeight
    },
    onScroll() {
      const element = frame.current
      if (!element) return
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx
      if (near !== following && (near === false || window?.atEnd)) setFollowing(near)
    },
  }
}
