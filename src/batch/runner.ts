import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { Room } from './claim.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import type { EndedRun, RunEnding } from './end-runs.ts'
import { type ClaimedRun, type Execution, executeRun, type RunSurroundings } from './execute-run.ts'
import type { RunNotebook, RunScribe } from './run-log.ts'
import type { StopCause } from './run-outcome.ts'
import { messageOf } from './storable-text.ts'
import { takeTurn } from './turn.ts'

/**
 * The part of a node that runs batches. It takes one turn after the other while there is something to write
 * down or to claim, and otherwise waits to be woken: by a notice, by a run that ends, or by its slow poll.
 */
export interface Runner {
  /** Runs may be waiting: take a turn soon. */
  wake(): void
  /** Runs under way. */
  readonly running: ReadonlyMap<number, Execution>
  stopRun(runId: number, cause: StopCause): void
  /** Claims nothing any more, tells every run to stop, gives up after `graceMs` those that do not. */
  stop(graceMs: number): Promise<void>
  /** The node is lost: its runs are told, and nothing more is written. */
  abandonAll(): void
}

export interface RunnerOptions {
  readonly pool: pg.Pool
  readonly queue: DispatchQueue
  readonly scribe: RunScribe
  readonly surroundings: RunSurroundings
  readonly nodeName: string
  /** How many runs of the work lane may be under way here at once. */
  readonly places: number
  /** False: only runs pinned to this node are taken. */
  readonly takesMessages: boolean
  readonly pollMs: number
  readonly onEnded: (runs: readonly EndedRun[]) => void
  readonly onError: (error: Error) => void
}

/** How long a node that stops tries to write the ends of its runs. */
const unwrittenMs = 5_000

export function startRunner(options: RunnerOptions): Runner {
  const { queue, scribe, surroundings } = options
  const { clock, nodeId } = surroundings
  const running = new Map<number, Execution>()
  let endings: RunEnding[] = []
  let wanted = true
  let claiming = true
  let lost = false
  let turning = false
  let loop: Promise<void> = Promise.resolve()
  const poll = setInterval(wake, options.pollMs)
  wake()

  function wake(): void {
    wanted = true
    if (turning) return
    turning = true
    // Not at once: runs that end together are written down together.
    loop = new Promise(setImmediate).then(turns)
  }

  async function turns(): Promise<void> {
    while (!lost && (endings.length > 0 || (wanted && claiming))) {
      wanted = false
      const batch = endings
      endings = []
      try {
        await turn(batch)
      } catch (error) {
        if (lost) break
        options.onError(error as Error)
        // What went wrong with claiming is tried again at the next wake or poll.
        if (batch.length > 0) await endOneByOne(batch)
      }
    }
    // In the same breath as the last look at the condition: a wake must find either a look to come or nobody turning.
    turning = false
  }

  async function turn(batch: readonly RunEnding[]): Promise<void> {
    const result = await takeTurn({ pool: options.pool, queue, clock, room: room(), endings: batch })
    for (const run of result.started) begin(run)
    if (result.ended.length > 0) options.onEnded(result.ended)
    if (result.more && claiming) wanted = true
  }

  /** C14, C26: an end that cannot be written must not keep the others from being written. */
  async function endOneByOne(batch: readonly RunEnding[]): Promise<void> {
    for (const ending of batch) {
      try {
        await turn([ending])
      } catch (error) {
        if (lost) return
        options.onError(error as Error)
        const failed = { ...ending, lines: [], progress: null, outcome: unwritten(error) }
        await turn([failed]).catch(() => {
          // The database is away: the end is written when it is back.
          endings.push(ending)
        })
      }
    }
    if (endings.length > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(options.pollMs, 1000)))
  }

  function room(): Room {
    let taken = 0
    for (const execution of running.values()) if (execution.run.takesPlace) taken += 1
    const takesMessages = options.takesMessages && claiming
    const freePlaces = takesMessages ? Math.max(0, options.places - taken) : 0
    return { nodeId, nodeName: options.nodeName, freePlaces, takesMessages }
  }

  function begin(run: ClaimedRun): void {
    const notebook = scribe.open(run.id)
    const execution = executeRun(run, notebook, surroundings)
    running.set(run.id, execution)
    execution.outcome.then((outcome) => {
      running.delete(run.id)
      if (outcome === null || lost) return scribe.close(run.id)
      endings.push(endingOf(run, outcome, notebook, clock.now()))
      scribe.close(run.id)
      wake()
    })
  }

  return {
    wake,
    running,
    stopRun(runId, cause) {
      running.get(runId)?.stop(cause)
    },
    async stop(graceMs) {
      claiming = false
      clearInterval(poll)
      const executions = [...running.values()]
      for (const execution of executions) execution.stop({ kind: 'stopping' })
      const grace = setTimeout(() => {
        for (const execution of executions) execution.abandon()
      }, graceMs)
      // A database that is away must not keep the process from ending: others will find its runs.
      const despair = setTimeout(() => {
        lost = true
      }, graceMs + unwrittenMs)
      // A claim that was under way may still have started a run.
      while (running.size > 0 || turning) {
        for (const execution of running.values()) execution.stop({ kind: 'stopping' })
        await Promise.all([...running.values()].map((execution) => execution.outcome))
        await loop
      }
      clearTimeout(grace)
      clearTimeout(despair)
    },
    abandonAll() {
      lost = true
      claiming = false
      clearInterval(poll)
      for (const execution of running.values()) execution.stop({ kind: 'lost' })
    },
  }
}

function endingOf(
  run: ClaimedRun,
  outcome: RunEnding['outcome'],
  notebook: RunNotebook,
  endedAt: Temporal.Instant,
): RunEnding {
  return { runId: run.id, batchCode: run.batchCode, endedAt, outcome, ...notebook.take() }
}

function unwritten(error: unknown): RunEnding['outcome'] {
  return {
    state: 'failed',
    detail: null,
    error: `le résultat n'a pas pu être enregistré : ${messageOf(error)}`,
    reason: null,
  }
}
