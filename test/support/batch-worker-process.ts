import fs from 'node:fs'
import promises, { type FileHandle, open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import type { Application } from '../../src/batch/application.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { encryption } from '../../src/platform/encryption.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import type { BatchWorkerTask, DeathMoment, WorkerApplication } from './batch-worker.ts'
import { startPlainEngine } from './plain-engine.ts'

// See batch-worker.ts. The process kills itself where no other could hit the moment.
type Moment = DeathMoment['moment']
let dies: DeathMoment | undefined
const passed = new Map<Moment, number>()

function pass(moment: Moment): void {
  const times = (passed.get(moment) ?? 0) + 1
  passed.set(moment, times)
  if (dies?.moment === moment && dies.at === times) process.kill(process.pid, 'SIGKILL')
}

// Meets the commit of each transaction of a run: the one that asks whether the run is still its node's own. Of another
// database every commit is the run's.
let own: string | undefined
const fenced = new WeakSet<pg.Client>()
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client & { database?: string }, ...args: unknown[]) {
  const [asked] = args
  if (typeof asked === 'string' && asked.includes('from batch_run where id = $1 and state = '))
    fenced.add(this)
  const words = typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked
  if (words !== 'commit') return query.apply(this, args)
  const away = this.database !== own
  if (!away && !fenced.delete(this)) return query.apply(this, args)
  pass(away ? 'target-before-commit' : 'before-commit')
  return (query.apply(this, args) as Promise<unknown>).then((done) => {
    pass(away ? 'target-committed' : 'committed')
    return done
  })
} as typeof pg.Client.prototype.query

const { fsyncSync } = fs
fs.fsyncSync = (descriptor) => {
  fsyncSync(descriptor)
  pass('synced')
}
const acts = {
  written: 'writeFile',
  renamed: 'rename',
  removed: 'unlink',
  'folder-removed': 'rmdir',
} as const
for (const [moment, name] of Object.entries(acts)) {
  const act = promises[name] as (...args: unknown[]) => Promise<unknown>
  Object.assign(promises, {
    async [name](...args: unknown[]) {
      const done = await act.apply(promises, args)
      pass(moment as Moment)
      return done
    },
  })
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

const applications: Record<WorkerApplication, () => Promise<Application>> = {
  health: async () => (await import('../../src/health/application.ts')).healthApplication,
  admissions: async () => (await import('../../src/admissions/application.ts')).admissionsApplication,
}
const { batches, settings } = await applications[process.argv[2] as WorkerApplication]()

async function start(task: BatchWorkerTask) {
  dies = task.dies
  own = new URL(task.url).pathname.slice(1)
  const database = openDatabase(task.url, { max: 6 })
  const mail = smtpMailer({ url: task.smtpUrl, from: 'nocturne@example.org' })
  const engine = await startPlainEngine(database, batches, {
    scheduler: false,
    nodeName: task.name,
    settings: settingsStore(database, settings),
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
      ...(task.connections === undefined ? {} : { connections: task.connections }),
    },
  })
  return async () => {
    await engine.stop()
    mail.close()
    await database.close()
  }
}

let stop = async () => {}
process.on('message', async (told: BatchWorkerTask | 'stop') => {
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
