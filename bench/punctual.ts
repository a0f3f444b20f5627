import { parseArgs } from 'node:util'
import { openDatabase } from '../src/platform/database.ts'
import { startPlainEngine, testBatch } from '../test/support/plain-engine.ts'
import { shiftedClock } from '../test/support/shifted-clock.ts'
import { withBenchServer } from './support/bench-server.ts'
import { percentile } from './support/percentile.ts'

/**
 * From the due instant to the start of the batch's work, for one batch that is due again and again. Plans are to
 * the minute: the engine's clock is moved so that the next minute comes within half a second.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { runs: { type: 'string', default: '200' } } })
  const runs = Number(values.runs)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url)
    const clock = shiftedClock()
    const nowMs = () => Number(clock.now().epochNanoseconds / 1000n) / 1000
    let awaited = { dueAt: '', start: Promise.withResolvers<number>() }
    const batch = testBatch('EVERY_DAY', {
      async run(context) {
        // A jump of the clock over yesterday's hour can bring a catch-up run, which is not what is measured.
        if (context.run.dueAt === awaited.dueAt) awaited.start.resolve(nowMs())
        return {}
      },
    })
    const engine = await startPlainEngine(database, [batch], { clock, checkPeriodMs: 60_000 })
    const samples: number[] = []
    let version = 1
    for (let round = -10; round < runs; round += 1) {
      // Some place between two timer ticks, as in life.
      clock.approach(clock.now().add({ hours: 24 }), 0)
      const local = clock.now().add({ minutes: 2 }).toZonedDateTimeISO('Europe/Paris').round({
        smallestUnit: 'minute',
        roundingMode: 'floor',
      })
      const saved = await engine.savePlan({
        code: 'EVERY_DAY',
        version,
        author: 'bench',
        schedule: { time: local.toPlainTime().toString().slice(0, 5), weekdays: 'all' },
      })
      if (!saved.ok) throw new Error(saved.refusal.message.en)
      version = saved.version
      const due = local.toInstant()
      const dueAt = new Date(due.epochMilliseconds).toISOString()
      awaited = { dueAt, start: Promise.withResolvers() }
      clock.approach(due, 300 + Math.random() * 100)
      // The clock has jumped, which no clock does: the scheduler has to look anew at when it is woken.
      await engine.savePlan({ code: 'EVERY_DAY', version, author: 'bench' })
      version += 1
      const startedMs = await awaited.start.promise
      if (round >= 0) samples.push(startedMs - due.epochMilliseconds)
      await engine.tick()
    }
    await engine.stop()
    await database.close()
    return {
      runs,
      p50Ms: percentile(samples, 0.5),
      p99Ms: percentile(samples, 0.99),
      earlyMs: Math.max(0, -Math.min(...samples)),
    }
  })
}
