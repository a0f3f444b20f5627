import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import { learningSettings } from '../../src/learning/application.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import { makeCategoryTool } from './category-tool.ts'
import { startPlainEngine } from './plain-engine.ts'
import type { SyncMoment, SyncWorkerTask } from './sync-worker.ts'

// See sync-worker.ts. The process kills itself where no other could hit the moment.
const task = JSON.parse(process.argv[2]!) as SyncWorkerTask
const die = () => process.kill(process.pid, 'SIGKILL')
const passed = new Map<SyncMoment['moment'], number>()

function pass(moment: SyncMoment['moment']): void {
  const times = (passed.get(moment) ?? 0) + 1
  passed.set(moment, times)
  if (task.dies !== undefined && 'at' in task.dies && task.dies.moment === moment && task.dies.at === times)
    die()
}

// Meets the commit of each chunk, whichever connection it has.
const chunks = new WeakSet<pg.Client>()
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [asked] = args
  if ((asked as { name?: string } | undefined)?.name === 'save_file_progress') chunks.add(this)
  if (asked !== 'commit' || !chunks.delete(this)) return query.apply(this, args)
  pass('before-commit')
  const committing = query.apply(this, args) as Promise<unknown>
  pass('commit-sent')
  return committing.then((done) => {
    pass('committed')
    return done
  })
} as typeof pg.Client.prototype.query

const { link } = fs.promises
fs.promises.link = async (from, to) => {
  pass('before-link')
  await link(from, to)
  pass('linked')
}
syncBuiltinESMExports()
// After the patch: modules take the functions as they find them.
const { syncBatches } = await import('./sync-batches.ts')

const database = openDatabase(task.url, { max: 4 })
const batches = syncBatches({
  tools: { 'courses.create': { make: makeCategoryTool } },
  chunkRows: task.chunkRows,
}).map((batch): typeof batch => ({
  ...batch,
  async run(context) {
    if (task.dies !== undefined && 'afterMs' in task.dies) setTimeout(die, task.dies.afterMs)
    return await batch.run(context)
  },
}))
const engine = await startPlainEngine(database, batches, {
  scheduler: false,
  nodeName: task.name,
  settings: settingsStore(database, learningSettings),
  place: { timeZone: 'Europe/Paris', dataDirectory: task.dataDirectory },
})
process.on('message', async () => {
  await engine.stop()
  await database.close()
  process.exit(0)
})
// Whoever started this process may die: then it has nobody to work for.
process.on('disconnect', () => process.exit(1))
process.send?.('ready')
