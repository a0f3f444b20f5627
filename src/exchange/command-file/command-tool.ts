import type { Tally } from '../line-outcome.ts'
import type { ColumnRules } from './command-format.ts'
import type { Row } from './row.ts'
import type { Change, LineMessage, Verdict } from './verdict.ts'

/**
 * What a command file's tool is, for the one reader and report writer of all tools (process-command-file.ts):
 *
 *     rows ──check (pure)──> commands ──plan (reads, decides)──> verdicts with operations ──> the platform
 *
 * A tool is made anew for each file, with its settings of that moment; it may remember things across the chunks of the
 * file (`memory`).
 */
export interface CommandTool<Command, Operation, Reader> {
  /** `users.sync`; also names reports. */
  readonly operation: string
  readonly columns: ColumnRules | null
  /** Of a file without header. */
  readonly positions?: readonly string[]
  /** Pure: a typed command, or what is wrong with the row (all at once). */
  check(row: Row): Checked<Command>
  /**
   * Decides on a chunk of commands, in their order: one verdict each. A later command sees what an earlier one of the
   * chunk does. Looks things up for the whole chunk at once; writes nothing.
   */
  plan(commands: readonly NumberedCommand<Command>[], read: Reader): Promise<readonly Verdict<Operation>[]>
  /** What lines that are applied have touched; called once a chunk, when that is certain. */
  remember?(verdicts: readonly Verdict<Operation>[], commands: readonly NumberedCommand<Command>[]): void
  /**
   * After the last line, in a chunk of its own: purges, derived enrolments, summary letters. `apply` carries out at once
   * what the rest of the conclusion must see when it reads on. `lines` counts all of the file, also those that never were
   * a command: too short, say.
   */
  conclude?(
    read: Reader,
    apply: (operations: readonly Operation[]) => Promise<void>,
    lines: Readonly<Tally>,
  ): Promise<Conclusion<Operation>>
  /** JSON that survives a crash: what `remember` has gathered. */
  readonly memory?: { save(): unknown; restore(saved: unknown): void }
  /** How many of these commands destroy something as a whole: a guard holds a file that has too many of them. */
  destroys?(command: Command): boolean
  /** False for a row that surely destroys nothing: told by a glance, which saves a file's check beforehand. */
  mayDestroy?(row: Row): boolean
}

export type Checked<Command> =
  | { readonly ok: true; readonly command: Command; readonly warnings: readonly LineMessage[] }
  | { readonly ok: false; readonly faults: readonly LineMessage[] }

export interface NumberedCommand<Command> {
  readonly line: number
  readonly command: Command
}

/** What happens after the lines, told in the report below them. */
export interface Conclusion<Operation> {
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
  readonly messages: readonly LineMessage[]
  readonly mails?: Verdict<Operation>['mails']
}
