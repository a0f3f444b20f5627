import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import impMan from '../../src/health/batches/imp-man.ts'
import { healthSettings } from '../../src/health/settings.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import type { ImportWorkerTask, LastMoment } from './import-worker.ts'
import { startPlainEngine } from './plain-engine.ts'

// See import-worker.ts. The process kills itself where no other could hit the moment.
const task = JSON.parse(process.argv[2]!) as ImportWorkerTask
const die = () => process.kill(process.pid, 'SIGKILL')

function dieAt(moment: LastMoment): void {
  if (task.dies !== undefined && 'at' in task.dies && task.dies.at === moment) die()
}

// Meets the commit of the import's transaction, whichever connection it has.
const importing = new WeakSet<pg.Client>()
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const text = typeof args[0] === 'string' ? args[0] : ''
  if (text.includes('nocturne.importing')) importing.add(this)
  if (text !== 'commit' || !importing.delete(this)) return query.apply(this, args)
  dieAt('before-commit')
  const committing = query.apply(this, args) as Promise<unknown>
  dieAt('commit-sent')
  return committing.then((done) => {
    dieAt('committed')
    return done
  })
} as typeof pg.Client.prototype.query

let renames = 0
const { renameSync } = fs
fs.renameSync = (from, to) => {
  renames++
  if (String(from).endsWith('.part')) dieAt(renames === 1 ? 'first-rename' : 'second-rename')
  renameSync(from, to)
}
syncBuiltinESMExports()

const database = openDatabase(task.url, { max: 4 })
const engine = await startPlainEngine(
  database,
  [
    {
      ...impMan,
      async run(context) {
        if (task.dies !== undefined && 'afterMs' in task.dies) setTimeout(die, task.dies.afterMs)
        return await impMan.run(context as Parameters<typeof impMan.run>[0])
      },
    },
  ],
  {
    scheduler: false,
    nodeName: task.name,
    settings: settingsStore(database, healthSettings),
    place: { timeZone: 'Europe/Paris', dataDirectory: task.dataDirectory },
  },
)
process.on('message', async () => {
  await engine.stop()
  await database.close()
  process.exit(0)
})
// Whoever started this process may die: then it has nobody to work for.
process.on('disconnect', () => process.exit(1))
process.send?.('ready')
