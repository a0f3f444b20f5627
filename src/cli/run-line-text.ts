import type { RunLine } from '../batch/read-run.ts'
import { moment } from './moment.ts'

const levels = { info: 'INFO ', warn: 'WARN ', error: 'ERROR' } as const

/** A line of a run's log: `21/07/2017 05:00:24 INFO  …`. */
export function runLineText(line: RunLine, zone: string): string {
  return `${moment(line.at, zone)} ${levels[line.level]} ${line.message}`
}
