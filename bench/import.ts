import { execFile } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { from as copyFrom } from 'pg-copy-streams'
import { readLines } from '../src/exchange/read-lines.ts'
import { scanFile } from '../src/exchange/scan-file.ts'
import { addDemoNomenclatures } from '../src/health/demo/nomenclatures.ts'
import { columnNames } from '../src/health/student-import/line/columns.ts'
import { latin1Text } from '../src/health/student-import/line/latin1.ts'
import { type Database, openDatabase } from '../src/platform/database.ts'
import { migrate } from '../src/platform/migrations.ts'
import { withBenchServer } from './support/bench-server.ts'
import { writeStudentFile } from './support/student-files.ts'

/**
 * The student import against a bare COPY of the same bytes into 46 text columns of a logged table, on the same
 * server. Ratios are times divided by that of the COPY; `naiveRatio` is one INSERT … ON CONFLICT a row, measured
 * on the first lines and scaled. `memoryRatio`: peak of a first import of N lines over that of N/10.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: { lines: { type: 'string', default: '1000000' }, naive: { type: 'string', default: '20000' } },
  })
  const lines = Number(values.lines)
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-bench-files-'))
  const file = (name: string) => join(folder, `${name}.csv`)
  writeStudentFile(file('first'), lines, 'first')
  writeStudentFile(file('nightly'), lines, 'nightly')
  writeStudentFile(file('faulty'), lines, 'faulty')
  writeStudentFile(file('tenth'), Math.max(1, Math.round(lines / 10)), 'first')
  try {
    return await withBenchServer(async (url) => {
      const small = await newDatabase(url, 'bench_tenth')
      const tenth = await importFile(small, file('tenth'))
      const database = openDatabase(url, { max: 2 })
      await addDemoNomenclatures(database.pool)
      const copyMs = median([
        await copyMsOf(database, file('first')),
        await copyMsOf(database, file('first')),
        await copyMsOf(database, file('first')),
      ])
      const first = await importFile(url, file('first'))
      await settled(database)
      const dryRun = await importFile(url, file('nightly'), { dryRun: true })
      const nightly = await importFile(url, file('nightly'))
      await settled(database)
      const identical = await importFile(url, file('nightly'))
      const faulty = await importFile(url, file('faulty'))
      const naiveLines = Math.min(lines, Number(values.naive))
      const naiveMs = (await naiveMsOf(database, file('first'), naiveLines)) * (lines / naiveLines)
      await database.close()
      console.error(JSON.stringify({ first, dryRun, nightly, identical, faulty, tenth, naiveMs }, null, 1))
      const ratio = (ms: number) => Math.round((ms / copyMs) * 100) / 100
      return {
        lines,
        copyMs: Math.round(copyMs),
        firstRatio: ratio(first.ms),
        nightlyRatio: ratio(nightly.ms),
        identicalRatio: ratio(identical.ms),
        dryRunRatio: ratio(dryRun.ms),
        allFaultyRatio: ratio(faulty.ms),
        naiveRatio: ratio(naiveMs),
        memoryRatio: Math.round((first.peakMb / tenth.peakMb) * 100) / 100,
      }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Measured {
  readonly ms: number
  readonly peakMb: number
  readonly tally: Record<string, number>
}

let runId = 0

async function importFile(url: string, path: string, { dryRun = false } = {}): Promise<Measured> {
  const program = fileURLToPath(new URL('./support/import-process.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    JSON.stringify({ url, path, dryRun, runId: ++runId }),
  ])
  return JSON.parse(stdout) as Measured
}

async function newDatabase(url: string, name: string): Promise<string> {
  const admin = openDatabase(url, { max: 1 })
  await admin.pool.query(`create database ${name}`)
  await admin.close()
  const target = new URL(url)
  target.pathname = `/${name}`
  const database = openDatabase(target.href, { max: 1 })
  await migrate(database.pool)
  await addDemoNomenclatures(database.pool)
  await database.close()
  return target.href
}

/** What autovacuum does between two nights, so that it does not run in the middle of a measure. */
async function settled(database: Database): Promise<void> {
  await database.pool.query('vacuum analyze')
  await database.pool.query('checkpoint')
}

async function copyMsOf(database: Database, path: string): Promise<number> {
  const client = await database.pool.connect()
  try {
    await client.query(`drop table if exists bench_copy`)
    await client.query(`create table bench_copy (${columnNames.map((name) => `${name} text`).join(', ')})`)
    await client.query('checkpoint')
    const begun = performance.now()
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 18 }),
      client.query(
        copyFrom(
          `copy bench_copy from stdin (format csv, delimiter ';', header, quote E'\\b', encoding 'LATIN1')`,
        ),
      ),
    )
    return performance.now() - begun
  } finally {
    await client.query('drop table if exists bench_copy')
    client.release()
  }
}

/** One statement a row, a commit every 500 rows: what an import written without thought does. */
async function naiveMsOf(database: Database, path: string, lines: number): Promise<number> {
  const client = await database.pool.connect()
  const names = columnNames.join(', ')
  const upsert = {
    name: 'naive-upsert',
    text: `insert into bench_naive (${names}) values (${columnNames.map((_, index) => `$${index + 1}`).join(', ')})
           on conflict (cod_nne) do update set (${names}) = row (${columnNames.map((name) => `excluded.${name}`).join(', ')})`,
  }
  const handle = await open(path)
  try {
    await client.query(`create table bench_naive (${columnNames.map((name) => `${name} text`).join(', ')})`)
    await client.query('create unique index on bench_naive (cod_nne)')
    const scan = await scanFile(handle)
    const begun = performance.now()
    let done = 0
    await client.query('begin')
    for await (const block of readLines(handle, scan))
      for (let index = 0; index < block.count && done < lines; index++) {
        if (block.firstNumber + index === 1) continue
        const fields = latin1Text(block.bytes, block.starts[index]!, block.ends[index]!).split(';')
        await client.query({ ...upsert, values: fields })
        if (++done % 500 === 0) await client.query('commit; begin')
      }
    await client.query('commit')
    return performance.now() - begun
  } finally {
    await handle.close()
    await client.query('drop table if exists bench_naive')
    client.release()
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
