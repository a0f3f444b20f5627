import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Connections } from '../../src/platform/connections.ts'
import { type Database, openDatabase } from '../../src/platform/database.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { benchDay } from './admissions.ts'

/** Where the parts of the bench work: databases of one server, files below one folder. */
export interface BenchPlace {
  readonly folder: string
  /** A new database; `migrated`: with our tables. */
  create(name: string, options?: { migrated?: boolean }): Promise<Database>
}

export interface MeasuredRun {
  readonly ms: number
  /** Of its process, without the database's. */
  readonly cpuMs: number
  readonly peakMb: number
  readonly detail: Readonly<Record<string, number>>
}

export function benchPlace(serverUrl: string, folder: string): BenchPlace {
  return {
    folder,
    async create(name, { migrated = true } = {}) {
      const admin = openDatabase(serverUrl, { max: 1 })
      await admin.pool.query(`create database ${name}`)
      await admin.close()
      const url = new URL(serverUrl)
      url.pathname = `/${name}`
      const database = openDatabase(url.href, { max: 4 })
      if (migrated) await migrate(database.pool)
      return database
    },
  }
}

const nothing: Connections = {
  sisKind: 'A',
  siscolUrl: null,
  opiUrl: null,
  pegase: null,
  surveys: null,
  directory: null,
  candidateFiles: '/nonexistent',
  opiFiles: '/nonexistent',
  demo: false,
  demoAdministrators: [],
  productionDatabases: [],
}

/** Runs a batch in a process of its own, on the day of the bench. */
export async function runBatch(
  { folder }: BenchPlace,
  { url }: Database,
  code: string,
  connections: Partial<Connections>,
): Promise<MeasuredRun> {
  const program = fileURLToPath(new URL('./admissions-process.ts', import.meta.url))
  const order = {
    url,
    code,
    now: benchDay.toString(),
    dataDirectory: mkdtempSync(join(folder, 'data-')),
    connections: { ...nothing, opiFiles: join(folder, 'opi'), ...connections },
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(order)])
  const measured = JSON.parse(stdout.trim().split('\n').at(-1)!) as MeasuredRun
  console.error(
    `  ${code}: ${measured.ms} ms, ${measured.cpuMs} ms of CPU, ${measured.peakMb} MB, ${JSON.stringify(measured.detail)}`,
  )
  return measured
}

/** What autovacuum does between two nights. */
export async function settled({ pool }: Database): Promise<void> {
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

export function ratio(one: number, other: number): number {
  return Math.round((one / other) * 100) / 100
}
