import { userInfo } from 'node:os'
import type { Configuration } from '../platform/configuration.ts'
import type { Locale, Text } from '../platform/text.ts'
import type { ExitCode } from './exit-codes.ts'

/** What a command is given: where to read and write, in which language, and how it is told to stop. */
export interface Cli {
  readonly locale: Locale
  /** `--json`: results as JSON on standard output. */
  readonly json: boolean
  readonly version: string
  /** Paths given on the command line start here; those of the configuration at the project. */
  readonly workingDirectory: string
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly errorIsTerminal: boolean
  readonly errorStream: NodeJS.WritableStream
  /** Reads the configuration; throws `ConfigurationError`. */
  configuration(): Configuration
  say(text: Text): string
  /** A line of the result, on standard output. */
  print(line: string): void
  /** The result of a command with `--json`: one value, on standard output. */
  printJson(value: unknown): void
  /** A line for the person who watches, on standard error: never part of the result. */
  note(line: string): void
  readonly signals: Signals
  /** Runs the body of a command; what it returns or throws becomes the exit code. */
  action<Arguments extends unknown[]>(
    body: (...given: Arguments) => Promise<ExitCode>,
  ): (...given: Arguments) => Promise<void>
}

export type StopSignal = 'SIGINT' | 'SIGTERM'

/** Who is told of Ctrl-C and of being asked to end. A second signal ends the process at once. */
export interface Signals {
  /** `handler` takes the place of the one before; returns a function that puts that one back. */
  handle(handler: (signal: StopSignal) => void): () => void
}

/** Who acts, for histories and audits: `cli:<user>`. */
export function author(): string {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container may run under a number that no account has.
    return `cli:${process.getuid?.() ?? 'unknown'}`
  }
}
