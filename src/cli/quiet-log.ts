import type { Configuration } from '../platform/configuration.ts'
import { type Log, openLog } from '../platform/logging.ts'
import type { Cli } from './cli.ts'

/**
 * The program's log while a person watches one command: what he asked for is shown in words, so that only what is
 * wrong with the program itself is worth a line of JSON, unless the configuration asks for every detail.
 */
export function quietLog(cli: Cli, { logLevel }: Configuration): Log {
  return openLog(logLevel === 'info' || logLevel === 'warn' ? 'error' : logLevel, cli.errorStream)
}
