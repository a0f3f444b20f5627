import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Mailer } from '../platform/mail.ts'
import type { Settings } from '../platform/settings.ts'
import { type Catalogue, defaultTimeoutMinutes } from './catalogue.ts'
import { fencedTransaction } from './fenced-transaction.ts'
import { checkParameters } from './merged-parameters.ts'
import type { Place, RunContext, RunIdentity } from './run-context.ts'
import { runFiles } from './run-files.ts'
import type { RunNotebook } from './run-log.ts'
import { outcomeOf, type RunOutcome, RunStopped, type StopCause, type WorkResult } from './run-outcome.ts'
import type { Trigger } from './run-state.ts'

/** A run that this node has claimed. */
export interface ClaimedRun {
  readonly id: number
  readonly batchCode: string
  readonly trigger: Trigger
  readonly dueAt: Date | null
  readonly requestedBy: string | null
  readonly parameters: Readonly<Record<string, unknown>>
  readonly attempt: number
  readonly takesPlace: boolean
}

/** What every run of a node is given. */
export interface RunSurroundings {
  readonly nodeId: string
  readonly database: Database
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly settings: Settings
  readonly mail: Mailer
  readonly place: Place
  /** How long a run may take to react to being told to stop before it is given up; milliseconds. */
  readonly patienceMs: number
}

export interface Execution {
  readonly run: ClaimedRun
  /** Resolves, never rejects, when the run is over; null when it is another node's by now. */
  readonly outcome: Promise<RunOutcome | null>
  /** The first cause counts. */
  stop(cause: StopCause): void
  /** Gives up waiting for work that does not react. */
  abandon(): void
}

/** Runs the batch's work. Whatever it does (throws, hangs, returns nonsense), one outcome comes of it. */
export function executeRun(run: ClaimedRun, notebook: RunNotebook, around: RunSurroundings): Execution {
  const controller = new AbortController()
  let cause: StopCause | null = null
  let forgetTimers = () => {}
  let giveUp: (result: WorkResult) => void = () => {}
  const abandoned = new Promise<WorkResult>((resolve) => {
    giveUp = resolve
  })
  const abandon = () => giveUp({ kind: 'unresponsive' })

  function stop(next: StopCause): void {
    if (cause !== null) return
    cause = next
    controller.abort(new RunStopped(next))
    forgetTimers()
    const { clock, patienceMs } = around
    forgetTimers = clock.at(clock.now().add({ milliseconds: patienceMs }), abandon)
    // What is lost is another's: there is nothing to wait for.
    if (next.kind === 'lost') abandon()
  }

  async function work(): Promise<WorkResult> {
    try {
      const entry = around.catalogue.get(run.batchCode)
      if (entry === undefined) throw new Error(`batch inconnu de ce programme : ${run.batchCode}`)
      const { batch } = entry
      const checked = checkParameters(batch, run.parameters)
      if (!checked.ok) throw new Error(`paramètres refusés : ${checked.message}`)
      const minutes = batch.timeoutMinutes ?? defaultTimeoutMinutes
      const deadline = around.clock.now().add({ milliseconds: Math.round(minutes * 60_000) })
      forgetTimers = around.clock.at(deadline, () => stop({ kind: 'timeout', minutes }))
      const detail = await batch.run(contextOf(run, checked.parameters, notebook, controller.signal, around))
      return { kind: 'returned', detail }
    } catch (error) {
      return { kind: 'threw', error }
    }
  }

  const outcome = Promise.race([work(), abandoned]).then((result) => {
    forgetTimers()
    return outcomeOf(result, cause)
  })
  return { run, outcome, stop, abandon }
}

function contextOf(
  run: ClaimedRun,
  parameters: unknown,
  notebook: RunNotebook,
  signal: AbortSignal,
  around: RunSurroundings,
): RunContext {
  const { database, clock, settings, mail, place, nodeId } = around
  const identity: RunIdentity = {
    id: run.id,
    code: run.batchCode,
    trigger: run.trigger,
    dueAt: run.dueAt?.toISOString() ?? null,
    requestedBy: run.requestedBy,
  }
  return {
    run: identity,
    parameters,
    database,
    transaction: (work) => fencedTransaction(database, { id: run.id, nodeId }, work),
    log: notebook.log,
    progress: notebook.progress,
    signal,
    files: runFiles({ db: database.pool, clock, dataDirectory: place.dataDirectory, runId: run.id }),
    mail,
    settings,
    clock,
    place,
  }
}
