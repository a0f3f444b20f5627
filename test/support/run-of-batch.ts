import { tmpdir } from 'node:os'
import { admissionsApplication } from '../../src/admissions/application.ts'
import type { Batch, RunDetail } from '../../src/batch/define-batch.ts'
import type { Connections } from '../../src/platform/connections.ts'
import type { Database } from '../../src/platform/database.ts'
import { type Settings, settingsStore } from '../../src/platform/settings.ts'
import { startTestEngine, type TestEngine } from './test-engine.ts'

/** How a run ended, with the lines of its log. */
export interface EndedRun {
  readonly id: number
  readonly state: string
  readonly detail: RunDetail | null
  readonly error: string | null
  readonly log: readonly string[]
}

/** One batch of admissions in service on a manual clock, with what is configured around it. */
export interface BatchBench extends TestEngine {
  readonly settings: Settings
  run(parameters?: Readonly<Record<string, unknown>>): Promise<EndedRun>
  /** The same run, once it has ended; for one that was requested otherwise. */
  ended(id: number): Promise<EndedRun>
}

export async function benchBatch<P>(
  database: Database,
  batch: Batch<P>,
  start: string,
  connections: Connections,
): Promise<BatchBench> {
  const settings = settingsStore(database, admissionsApplication.settings)
  // Without days of its own: a clock that a test moves past the hour would start a run beside the test's.
  const schedule = { time: '00:00', weekdays: [] } as const
  const engine = await startTestEngine(database, start, [{ ...batch, enabled: true, schedule } as Batch], {
    settings,
    place: { timeZone: 'Europe/Paris', dataDirectory: tmpdir(), connections },
  })
  async function ended(id: number): Promise<EndedRun> {
    const { state, detail, error } = await engine.waitForRun(id)
    const { rows } = await database.pool.query<{ message: string }>(
      'select message from batch_run_line where run_id = $1 order by seq',
      [id],
    )
    return { id, state, detail, error, log: rows.map(({ message }) => message) }
  }
  return {
    ...engine,
    get nodeId() {
      return engine.nodeId
    },
    settings,
    ended,
    async run(parameters = {}) {
      const asked = await engine.requestRun({
        code: batch.code,
        trigger: 'cli',
        requestedBy: 'cli:test',
        // One that destroys wants its code typed.
        confirmCode: batch.code,
        parameters,
      })
      if (!asked.ok) throw new Error(asked.refusal.message.fr)
      return await ended(asked.runId)
    },
  }
}
