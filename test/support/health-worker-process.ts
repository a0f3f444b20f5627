import pg from 'pg'
import { healthApplication } from '../../src/health/application.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { encryption } from '../../src/platform/encryption.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import type { HealthMoment, HealthWorkerTask } from './health-worker.ts'
import { startPlainEngine } from './plain-engine.ts'

// See health-worker.ts. The process kills itself where no other could hit the moment.
const task = JSON.parse(process.argv[2]!) as HealthWorkerTask
let ended = 0

function pass(moment: HealthMoment['moment']): void {
  if (task.dies?.moment === moment && task.dies.at === ended) process.kill(process.pid, 'SIGKILL')
}

// Meets the commit of each transaction of a run: the one that asks whether the run is still its node's own.
const fenced = new WeakSet<pg.Client>()
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [asked] = args
  if (typeof asked === 'string' && asked.includes('from batch_run where id = $1 and state = '))
    fenced.add(this)
  if (asked !== 'commit' || !fenced.delete(this)) return query.apply(this, args)
  ended++
  pass('before-commit')
  return (query.apply(this, args) as Promise<unknown>).then((done) => {
    pass('committed')
    return done
  })
} as typeof pg.Client.prototype.query

const database = openDatabase(task.url, { max: 6 })
const engine = await startPlainEngine(database, healthApplication.batches, {
  scheduler: false,
  nodeName: task.name,
  settings: settingsStore(database, healthApplication.settings),
  mail: smtpMailer({ url: task.smtpUrl, from: 'nocturne@example.org' }),
  place: {
    timeZone: 'Europe/Paris',
    dataDirectory: task.dataDirectory,
    encryption: encryption(task.encryptionKeys ?? []),
  },
})
process.on('message', async () => {
  await engine.stop()
  await database.close()
  process.exit(0)
})
// Whoever started this process may die: then it has nobody to work for.
process.on('disconnect', () => process.exit(1))
process.send?.('ready')
