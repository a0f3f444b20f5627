import { describe, expect, test } from 'vitest'
import type { Application } from '../../src/batch/application.ts'
import type { Engine } from '../../src/batch/engine.ts'
import type { Place } from '../../src/batch/run-context.ts'
import type { RunRecord } from '../../src/batch/run-record.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { type Settings, settingsStore } from '../../src/platform/settings.ts'
import {
  type BatchWorker,
  type DeathMoment,
  prepareBatchWorker,
  type WorkerApplication,
} from './batch-worker.ts'
import { startPlainEngine } from './plain-engine.ts'
import type { ReceivedMail, SmtpInbox } from './smtp-inbox.ts'
import type { TestDatabase } from './test-database.ts'
import { until } from './test-engine.ts'

/** Where a scene is played: one at a time, each in an emptied database and a data directory of its own. */
export interface Stage {
  readonly database: TestDatabase
  readonly dataDirectory: string
  readonly settings: Settings
  readonly inbox: { readonly mails: readonly ReceivedMail[] }
  /** The last act of the trail before the scene. */
  readonly trailBegins: number
}

/** Work for one batch, and what is left of it: without ids of runs and instants, so that any two ways to the end compare. */
export interface KillScene<S extends Stage> {
  readonly code: string
  /** Where a batch has several scenes. */
  readonly about?: string
  /** Transactions of an undisturbed run: it is killed before and after each of them. */
  readonly transactions: number
  /** Other moments. */
  readonly moments?: readonly DeathMoment[]
  /** Those of `npm test`; the others are of SOAK=1. */
  readonly usual: readonly DeathMoment[]
  readonly parameters?: (stage: S) => Readonly<Record<string, unknown>>
  fill(stage: S): Promise<void>
  /** What others do between the death and the re-run; not part of an undisturbed run. */
  meanwhile?(stage: S): Promise<void>
  left(stage: S): Promise<unknown>
  /** Default: what is left is what an undisturbed run leaves. */
  readonly accepts?: (left: unknown, undisturbed: unknown, moment: DeathMoment) => boolean
  /** On an empty database: part of the counters, or words of the error that says what is missing. */
  readonly empty: Readonly<Record<string, unknown>> | string
  /** And what its log says then. */
  readonly emptyLine?: string
}

export const before = (at: number): DeathMoment => ({ moment: 'before-commit', at })
export const committed = (at: number): DeathMoment => ({ moment: 'committed', at })

/** What a bench stands on: opened in `beforeAll`. */
export interface KillBenchParts<S extends Stage> {
  readonly application: Application & { readonly code: WorkerApplication }
  readonly database: TestDatabase
  readonly inbox: SmtpInbox
  /** Of every node; the data directory is the stage's. */
  placeOf(stage: S): Pick<Place, 'senderFiles' | 'connections'>
  /** Empties the database and begins a data directory; what the outside world has got counts from now on. */
  emptyStage(): Promise<S>
  /** What the outside world has been told, besides mails. */
  readonly told?: readonly unknown[]
}

/**
 * `kill -9` of a node in the middle of a batch: it is re-run by itself, and what is left in the end is what an undisturbed run
 * leaves. Then it runs twice more, which changes and sends nothing.
 */
export interface KillBench<S extends Stage> {
  /** Each scene's batch, one after the other. */
  playEmpty(scenes: readonly KillScene<S>[]): Promise<void>
  playKilled(scene: KillScene<S>, dies: DeathMoment): Promise<void>
  stop(): Promise<void>
}

export async function openKillBench<S extends Stage>(parts: KillBenchParts<S>): Promise<KillBench<S>> {
  const { application, database, inbox } = parts
  const settings = settingsStore(database, application.settings)
  let next: Promise<BatchWorker> = prepareBatchWorker(application.code)
  /** Asks for runs, and finds dead nodes; takes no run itself. */
  const desk = await startDesk(parts)
  const undisturbed = new Map<KillScene<S>, unknown>()

  async function launch({ code, parameters }: KillScene<S>, stage: S): Promise<number> {
    const outcome = await desk.requestRun({
      code,
      trigger: 'cli',
      requestedBy: 'alice',
      confirmCode: code,
      parameters: parameters?.(stage) ?? {},
    })
    if (!outcome.ok) throw new Error(outcome.refusal.message.en)
    return outcome.runId
  }

  async function runToEnd(scene: KillScene<S>, stage: S): Promise<RunRecord> {
    const run = await desk.waitForRun(await launch(scene, stage))
    expect(run).toMatchObject({ state: 'finished', error: null })
    return run
  }

  /** A node in this process that lives as long as `work`. */
  async function withNode<T>(stage: S, work: () => Promise<T>): Promise<T> {
    const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
    const node = await startPlainEngine(database, application.batches, {
      scheduler: false,
      settings,
      mail,
      place: {
        timeZone: 'Europe/Paris',
        dataDirectory: stage.dataDirectory,
        encryption: null,
        ...parts.placeOf(stage),
      },
    })
    try {
      return await work()
    } finally {
      await node.stop()
      mail.close()
    }
  }

  /** What an undisturbed run leaves. Another run leaves it as it is. */
  async function playUndisturbed(scene: KillScene<S>): Promise<unknown> {
    if (undisturbed.has(scene)) return undisturbed.get(scene)
    const stage = await parts.emptyStage()
    await scene.fill(stage)
    const before = await scene.left(stage)
    const left = await withNode(stage, async () => {
      await runToEnd(scene, stage)
      const left = await scene.left(stage)
      expect(left).not.toEqual(before)
      await runToEnd(scene, stage)
      expect(await scene.left(stage)).toEqual(left)
      return left
    })
    undisturbed.set(scene, left)
    return left
  }

  async function retryOf(runId: number): Promise<number> {
    let retry: number | undefined
    await until(async () => {
      const { rows } = await database.pool.query<{ id: number }>(
        'select id from batch_run where retry_of = $1',
        [runId],
      )
      retry = rows[0]?.id
      return retry !== undefined
    })
    return retry!
  }

  return {
    async playEmpty(scenes) {
      const stage = await parts.emptyStage()
      await withNode(stage, async () => {
        for (const scene of scenes) {
          const { code, empty, emptyLine } = scene
          const run = await desk.waitForRun(await launch(scene, stage))
          expect(run, code).toMatchObject(
            typeof empty === 'string'
              ? { state: 'failed', error: expect.stringContaining(empty) }
              : { state: 'finished', error: null, detail: empty },
          )
          if (emptyLine === undefined) continue
          const { rows } = await database.pool.query<{ message: string }>(
            'select message from batch_run_line where run_id = $1',
            [run.id],
          )
          const lines = rows.map(({ message }) => message)
          expect(lines, code).toContainEqual(expect.stringContaining(emptyLine))
        }
      })
      expect(inbox.mails).toEqual([])
      expect(parts.told ?? []).toEqual([])
    },

    async playKilled(scene, dies) {
      const usual = await playUndisturbed(scene)
      const stage = await parts.emptyStage()
      await scene.fill(stage)
      const worker = await next
      next = prepareBatchWorker(application.code)
      await worker.start({
        url: database.url,
        name: 'the one that dies',
        dataDirectory: stage.dataDirectory,
        smtpUrl: inbox.url,
        ...parts.placeOf(stage),
        dies,
      })
      const runId = await launch(scene, stage)
      const run = await desk.waitForRun(runId).finally(() => worker.process.kill('SIGKILL'))
      // One that came to its end has not met the moment.
      expect(run).toMatchObject({
        state: 'interrupted',
        reason: { code: 'node-lost', node: 'the one that dies' },
      })
      await scene.meanwhile?.(stage)
      await withNode(stage, async () => {
        expect(await desk.waitForRun(await retryOf(runId))).toMatchObject({ state: 'finished', error: null })
        const left = await scene.left(stage)
        if (scene.accepts === undefined) expect(left).toEqual(usual)
        else expect(scene.accepts(left, usual, dies), JSON.stringify(left)).toBe(true)
        await runToEnd(scene, stage)
        await runToEnd(scene, stage)
        expect(await scene.left(stage)).toEqual(left)
      })
    },

    async stop() {
      const worker = await next
      worker.process.kill('SIGKILL')
      await worker.died
      await desk.stop()
    },
  }
}

async function startDesk<S extends Stage>(parts: KillBenchParts<S>): Promise<Engine> {
  const { application, database } = parts
  const stage = await parts.emptyStage()
  const desk = await startPlainEngine(database, application.batches, {
    scheduler: false,
    runner: false,
    recoveryPeriodMs: 100,
    place: { timeZone: 'Europe/Paris', dataDirectory: stage.dataDirectory, ...parts.placeOf(stage) },
  })
  await database.pool.query('update batch set enabled = true')
  return desk
}

/** One scene after the other, each at its usual moments, or at all of them under SOAK=1. */
export function killTests<S extends Stage>(scenes: readonly KillScene<S>[], bench: () => KillBench<S>): void {
  test('each on an empty database', () => bench().playEmpty(scenes))
  describe.each(scenes.map((scene) => ({ name: nameOf(scene), scene })))('$name', ({ scene }) => {
    test.each(momentsOf(scene))('killed at $moment $at', (dies) => bench().playKilled(scene, dies))
  })
}

const nameOf = ({ code, about }: Pick<KillScene<Stage>, 'code' | 'about'>) =>
  about === undefined ? code : `${code}, ${about}`

function momentsOf<S extends Stage>({ transactions, moments = [], usual }: KillScene<S>) {
  if (!process.env.SOAK) return usual
  const ends = Array.from({ length: transactions }, (_, index) => [before(index + 1), committed(index + 1)])
  return [...ends.flat(), ...moments]
}
