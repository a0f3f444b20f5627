import fs from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import { healthApplication } from '../../src/health/application.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { encryption } from '../../src/platform/encryption.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import type { HealthMoment, HealthWorkerTask } from './health-worker.ts'
import { startPlainEngine } from './plain-engine.ts'

// See health-worker.ts. The process kills itself where no other could hit the moment.
let dies: HealthMoment | undefined
const passed: Record<HealthMoment['moment'], number> = {
  'before-commit': 0,
  committed: 0,
  synced: 0,
  'mail-taken': 0,
}

function pass(moment: HealthMoment['moment']): void {
  passed[moment]++
  if (dies?.moment === moment && dies.at === passed[moment]) process.kill(process.pid, 'SIGKILL')
}

// Meets the commit of each transaction of a run: the one that asks whether the run is still its node's own.
const fenced = new WeakSet<pg.Client>()
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [asked] = args
  if (typeof asked === 'string' && asked.includes('from batch_run where id = $1 and state = '))
    fenced.add(this)
  if (asked !== 'commit' || !fenced.delete(this)) return query.apply(this, args)
  pass('before-commit')
  return (query.apply(this, args) as Promise<unknown>).then((done) => {
    pass('committed')
    return done
  })
} as typeof pg.Client.prototype.query

const { fsyncSync } = fs
fs.fsyncSync = (descriptor) => {
  fsyncSync(descriptor)
  pass('synced')
}
syncBuiltinESMExports()
const handle = await open(process.execPath)
const handles = Object.getPrototypeOf(handle) as FileHandle
await handle.close()
const { sync } = handles
handles.sync = async function (this: FileHandle) {
  await sync.call(this)
  pass('synced')
}

async function start(task: HealthWorkerTask) {
  dies = task.dies
  const database = openDatabase(task.url, { max: 6 })
  const mail = smtpMailer({ url: task.smtpUrl, from: 'nocturne@example.org' })
  const engine = await startPlainEngine(database, healthApplication.batches, {
    scheduler: false,
    nodeName: task.name,
    settings: settingsStore(database, healthApplication.settings),
    mail: {
      ...mail,
      async send(one) {
        await mail.send(one)
        pass('mail-taken')
      },
    },
    place: {
      timeZone: 'Europe/Paris',
      dataDirectory: task.dataDirectory,
      encryption: encryption(task.encryptionKeys ?? []),
      ...(task.senderFiles === undefined ? {} : { senderFiles: task.senderFiles }),
    },
  })
  return async () => {
    await engine.stop()
    mail.close()
    await database.close()
  }
}

let stop = async () => {}
process.on('message', async (told: HealthWorkerTask | 'stop') => {
  if (told === 'stop') {
    await stop()
    process.exit(0)
  }
  stop = await start(told)
  process.send?.('started')
})
// Whoever started this process may die: then it has nobody to work for.
process.on('disconnect', () => process.exit(1))
process.send?.('loaded')
