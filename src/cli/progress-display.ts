import { SingleBar } from 'cli-progress'
import type { RunRecord } from '../batch/run-record.ts'
import type { Locale } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { progressText } from './progress-text.ts'

/**
 * Shows how far a run is, on standard error: a bar with rate and remaining time on a terminal; elsewhere a line when
 * the phase changes and every few seconds.
 */
export interface ProgressDisplay {
  show(progress: NonNullable<RunRecord['progress']>): void
  /** A line between two states of the bar. */
  line(text: string): void
  stop(): void
}

const lineEveryMs = 5_000

export function progressDisplay(cli: Cli): ProgressDisplay {
  return cli.errorIsTerminal ? progressBar(cli) : progressLines(cli)
}

function progressBar(cli: Cli): ProgressDisplay {
  const bar = new SingleBar({
    stream: cli.errorStream as NodeJS.WriteStream,
    format: '{phase} [{bar}] {percentage} %  {text}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  })
  const watch = phaseWatch()
  return {
    show({ done, total, phase }) {
      if (total === null || total <= 0) return
      const payload = { phase: phase ?? '', text: progressText(watch(phase, done), done, total, cli.locale) }
      if (bar.isActive) {
        bar.setTotal(total)
        bar.update(Math.min(done, total), payload)
      } else bar.start(total, Math.min(done, total), payload)
    },
    line(text) {
      // The bar draws itself anew at its next turn.
      if (bar.isActive) cli.errorStream.write('\r\u001b[K')
      cli.note(text)
    },
    stop() {
      if (bar.isActive) bar.stop()
    },
  }
}

function progressLines(cli: Cli): ProgressDisplay {
  const watch = phaseWatch()
  let lastPhase: string | null | undefined
  let lastMs = 0
  return {
    show({ done, total, phase }) {
      const pace = watch(phase, done)
      const nowMs = performance.now()
      if (phase === lastPhase && nowMs - lastMs < lineEveryMs) return
      lastPhase = phase
      lastMs = nowMs
      const share = total !== null && total > 0 ? `${percent(done / total, cli.locale)}  ` : ''
      cli.note(`${phase ?? ''} ${share}${progressText(pace, done, total, cli.locale)}`.trim())
    },
    line: (text) => cli.note(text),
    stop() {},
  }
}

function percent(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(Math.min(1, share))
}

/** Counts rate from the beginning of each phase: reading and importing have nothing in common. */
function phaseWatch(): (phase: string | null, done: number) => { done: number; seconds: number } {
  let current: { phase: string | null; sinceMs: number; from: number } | undefined
  return (phase, done) => {
    if (current === undefined || current.phase !== phase)
      current = { phase, sinceMs: performance.now(), from: done }
    return { done: done - current.from, seconds: (performance.now() - current.sinceMs) / 1000 }
  }
}
