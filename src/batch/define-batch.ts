import type { z } from 'zod'
import type { Text } from '../platform/text.ts'
import type { ReadyContext } from './readiness.ts'
import type { Place, RunContext } from './run-context.ts'

/**
 * The contract between the engine and a batch: a file named after its code, with one
 * `export default defineBatch({...})`. The engine plans, launches, watches and remembers it; the batch only
 * does its work. `docs/write-a-batch.md` is the guided tour.
 */
export interface Batch<Parameters = unknown> {
  /** What users, scripts and the history know it by, such as `IMP_QUO`; never changes. */
  readonly code: string
  /** Other names that people and scripts may know it by: commands, the API and addresses of pages take them for `code`. */
  readonly aliases?: readonly string[]
  readonly label: Text
  /** One or two sentences: what it does and what it never does. */
  readonly description: Text
  /**
   * The plan that a new installation starts with, as `parseSchedule` takes it. `null`: the batch has no plan
   * and no row in the grid; it runs on request only (the manual import of a file, say).
   */
  readonly schedule: BatchSchedule | null
  /** In service at a new installation. */
  readonly enabled: boolean
  /** What becomes of the newest instant missed while no node was alive. Default: run it if at most 12 h late. */
  readonly catchUp?: CatchUp
  /** A longer run is cancelled and ends `failed`. Default 180 minutes. */
  readonly timeoutMinutes?: number
  /** Whether a run cut short by the death of its node is queued once more by itself. Default false. */
  readonly rerunSafe?: boolean
  /** Runs that name the same resource never meet: they take turns. */
  readonly resources?: readonly string[]
  /**
   * `work` (default) takes one of the node's places; `own` never waits for one, so that housekeeping can run
   * when every place is taken.
   */
  readonly lane?: 'work' | 'own'
  /** How many runs may wait: `one` (default), or `many` where each request has its own file or parameters. */
  readonly waiting?: 'one' | 'many'
  /** Typed parameters with their defaults; the edit window draws its form from them. */
  readonly parameters?: z.ZodType<Parameters>
  /**
   * Names of parameters that protect people (to whose address a letter goes, from how many on a count is shown): what
   * the plan says of them, only an administrator of the application may say otherwise for one launch.
   */
  readonly reserved?: readonly string[]
  /**
   * Why the batch may not be put in service yet (something is still to be set, and where), or null: it may. Asked
   * whenever somebody puts it in service, never for taking it out; it only reads. A run checks for itself: what was
   * ready may no longer be.
   */
  ready?(context: ReadyContext): Promise<Text | null>
  /**
   * Whether this installation has it at all; one that is not there is in no list and cannot be launched. Default: it is.
   */
  exists?(place: Place): boolean
  /**
   * Set on a batch that destroys: its code must be typed before an immediate launch, and this says
   * beforehand how much it would touch.
   */
  readonly danger?: { preview(context: RunContext<Parameters>): Promise<RunDetail> }
  /**
   * Batches of which only the last counts, such as a switch and its counterpart: when several of one group
   * are late at once, the one due last is caught up and the others are recorded as skipped.
   */
  readonly lastWins?: string
  /**
   * The work. Returning says that it is done, and gives counters for the history; throwing ends the run
   * `failed` with the error's message. It observes `context.signal` between units and, to stop early, throws
   * (`context.signal.throwIfAborted()`). Must be safe to run twice in a row.
   */
  run(context: RunContext<Parameters>): Promise<RunDetail>
}

/** A schedule as the edit window and JSON write it; what is left out is blank. */
export interface BatchSchedule {
  readonly time: string
  readonly weekdays?: 'all' | readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]
  readonly dayOfMonth?: number | null
  readonly month?: number | null
  readonly year?: number | null
  readonly everyMinutes?: number | null
}

export type CatchUp = { readonly policy: 'run'; readonly withinMinutes: number } | { readonly policy: 'skip' }

/** Flat counters and short facts shown in the history, such as `{ created: 12, file: 'Calcium.csv' }`. */
export type RunDetail = Readonly<Record<string, number | string | boolean | null>>

/** Checks nothing at run time: it gives the literal its type and the reader a word to search for. */
export function defineBatch<Parameters = Record<string, never>>(batch: Batch<Parameters>): Batch<Parameters> {
  return batch
}
