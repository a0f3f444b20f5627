import { hostname } from 'node:os'
import type { Clock } from '../platform/clock.ts'
import { type CancelOutcome, cancelRun } from './cancel-run.ts'
import { buildCatalogue, type Catalogue } from './catalogue.ts'
import { startDatabaseClock } from './database-clock.ts'
import { type EngineNode, startEngineNode } from './engine-node.ts'
import type { EngineOptions } from './engine-options.ts'
import { type PlanRestoration, restorePlan } from './plan-revisions.ts'
import { type PreviewOutcome, previewRun } from './preview-run.ts'
import { readRun } from './read-run.ts'
import { registerBatches } from './register-batches.ts'
import { type RequestOutcome, type RunRequest, requestRun } from './request-run.ts'
import type { RunRecord } from './run-record.ts'
import { isFinal } from './run-state.ts'
import { type PlanEdit, type SaveOutcome, savePlan } from './save-plan.ts'
import type { TickResult } from './schedule-tick.ts'
import { type EnableOutcome, setEnabled } from './set-enabled.ts'

/** The batch engine of one process: one node of the installation. */
export interface Engine {
  /** Changes when the node had to join anew. */
  readonly nodeId: string
  readonly catalogue: Catalogue
  readonly clock: Clock
  requestRun(request: RunRequest): Promise<RequestOutcome>
  cancelRun(runId: number, by: string, address?: string | null): Promise<CancelOutcome>
  savePlan(edit: PlanEdit): Promise<SaveOutcome>
  setEnabled(code: string, enabled: boolean, author: string, address?: string | null): Promise<EnableOutcome>
  restorePlan(wanted: PlanRestoration): Promise<SaveOutcome>
  previewRun(code: string, parameters?: Readonly<Record<string, unknown>>): Promise<PreviewOutcome>
  /** Executes one run in this process, with all the guarantees, and waits for its end. */
  runHere(request: RunRequest): Promise<{ ok: true; run: RunRecord } | Extract<RequestOutcome, { ok: false }>>
  /** Resolves when the run is in a final state. */
  waitForRun(runId: number): Promise<RunRecord>
  /** Looks now for what is due; returns what came of it. */
  tick(): Promise<TickResult>
  /** Runs under way in this process. */
  running(): number
  /** Claims nothing more, tells its runs to stop, waits for them up to the grace period, signs off. */
  stop(): Promise<void>
}

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { database, events = {} } = options
  const catalogue = buildCatalogue(options.applications, options.place)
  const ownClock = options.clock === undefined ? await startDatabaseClock(database.pool) : null
  const clock = options.clock ?? ownClock!
  await registerBatches(database, catalogue, { now: clock.now(), zone: options.place.timeZone })

  const planning = { ...options, catalogue, clock }

  const watchers = new Set<() => void>()
  let stopped = false
  let node: EngineNode = await join()

  async function join(): Promise<EngineNode> {
    return await startEngineNode({
      ...options,
      clock,
      catalogue,
      nodeName: options.nodeName ?? hostname(),
      version: options.version ?? '0',
      onLost(reason) {
        events.lost?.(reason)
        rejoin(node)
      },
      onNotice(notice) {
        if (notice.kind === 'run' && isFinal(notice.state)) for (const look of watchers) look()
        events.notice?.(notice)
      },
    })
  }

  async function rejoin(old: EngineNode): Promise<void> {
    await old.abandon()
    while (!stopped) {
      try {
        const next = await join()
        if (stopped) return await next.stop()
        node = next
        return
      } catch (error) {
        events.error?.(error as Error)
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    }
  }

  async function request(run: RunRequest): Promise<RequestOutcome> {
    const outcome = await requestRun({ database, queue: node.queue, catalogue, now: clock.now() }, run)
    if (outcome.ok) node.runner.wake()
    return outcome
  }

  /** Looks when a notice says that a run ended, and now and then by itself. */
  function waitForRun(runId: number): Promise<RunRecord> {
    return new Promise((resolve, reject) => {
      const look = () => {
        readRun(database.pool, runId).then(
          (run) => {
            if (run === null) return finish(() => reject(new Error(`there is no run ${runId}`)))
            if (isFinal(run.state)) finish(() => resolve(run))
          },
          events.error ?? (() => {}),
        )
      }
      const timer = setInterval(look, 2_000)
      const finish = (settle: () => void) => {
        clearInterval(timer)
        watchers.delete(look)
        settle()
      }
      watchers.add(look)
      look()
    })
  }

  return {
    get nodeId() {
      return node.nodeId
    },
    catalogue,
    clock,
    requestRun: request,
    cancelRun: (runId, by, address) => cancelRun({ database, now: clock.now() }, runId, by, address),
    savePlan: (edit) => savePlan(planning, edit),
    restorePlan: (wanted) => restorePlan(planning, wanted),
    setEnabled: (code, enabled, author, address) => setEnabled(planning, code, enabled, author, address),
    previewRun: (code, parameters) => previewRun(planning, code, parameters),
    async runHere(run) {
      const outcome = await request({ ...run, pinnedNode: node.nodeId })
      return outcome.ok ? { ok: true, run: await waitForRun(outcome.runId) } : outcome
    },
    waitForRun,
    tick: () => node.tick(),
    running: () => node.runner.running.size,
    async stop() {
      stopped = true
      await node.stop()
      ownClock?.stop()
    },
  }
}
