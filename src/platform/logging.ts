import { pino } from 'pino'
import type { Configuration } from './configuration.ts'
import { withoutQuotedValues } from './quoted-values.ts'

/**
 * The program's own log: one JSON object a line, an event with ids and counts. Never personal data, never secrets:
 * the lines of students are told in the reports of their import, which are protected like the database.
 */
export interface Log {
  debug(event: string, facts?: LogFacts): void
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
  error(event: string, facts?: LogFacts): void
}

/** `error` may be an Error: its message, code and stack are logged. */
export type LogFacts = Readonly<Record<string, unknown>>

export function openLog(
  level: Configuration['logLevel'],
  destination: { write(line: string): unknown },
): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'event',
      serializers: { error: describeError },
    },
    // Written at once: what is logged just before the process dies is what one wants to read.
    { write: (line: string) => void destination.write(line) },
  )
  return {
    debug: (event, facts = {}) => logger.debug(facts, event),
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    error: (event, facts = {}) => logger.error(facts, event),
  }
}

/**
 * Message, code and stack alone: PostgreSQL's errors also carry `detail` and `where`, which quote the row that was
 * refused. Its messages about a value quote it: those are told without.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as { code?: unknown }
  return {
    message: withoutQuotedValues(error),
    ...(code === undefined ? {} : { code }),
    stack: error.stack === undefined ? undefined : withoutQuotedValues(error, error.stack),
  }
}
