import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type pg from 'pg'
import { nameKey } from '../src/health/student-import/line/name-key.ts'
import { copyRows } from '../src/platform/copy-rows.ts'
import { copyText } from '../src/platform/copy-text.ts'
import { type Database, openDatabase, transaction } from '../src/platform/database.ts'
import { withBenchServer } from './support/bench-server.ts'
import {
  type BenchStudent,
  type ErrorKind,
  errorKinds,
  type KnownPair,
  peopleWithDuplicates,
} from './support/people-with-duplicates.ts'

/**
 * DOUBLONS on a base of N students of whom one in twenty is a second record, each with a known error. `ms`: from the
 * request of the first, complete search to the end of its run, through the engine. `recall` and `precision` are of the
 * pairs shown (45 points or more), `at60` of those that are at least probable; `incrementalMs`: the search after 1 % of
 * the records have changed. `cpuMs`: of that, what the searching process computed, without
 * PostgreSQL and whatever else the machine does. `memoryMb`: peak of the process that searches, the program itself (`programMb`) included.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: { students: { type: 'string', default: '100000' } },
  })
  const students = Number(values.students)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url, { max: 2 })
    try {
      const known = await fill(database, students)
      await settled(database)
      const first = await search(url)
      const quality = await qualityOf(database, known)
      const again = await search(url, { incremental: false })
      await database.pool.query(
        `update student set phone = '0198' || right(id::text, 6), changed_at = now() where id % 100 = 3`,
      )
      const incremental = await search(url)
      console.error(JSON.stringify({ first, again, incremental, quality }, null, 1))
      return {
        students,
        ms: first.ms,
        cpuMs: first.cpuMs,
        againMs: again.ms,
        incrementalMs: incremental.ms,
        ...quality,
        memoryMb: first.peakMb,
        programMb: first.beforeMb,
        longestPauseMs: first.longestPauseMs,
      }
    } finally {
      await database.close()
    }
  })
}

interface Searched {
  readonly ms: number
  readonly cpuMs: number
  readonly peakMb: number
  readonly beforeMb: number
  readonly longestPauseMs: number
  readonly detail: Record<string, number>
}

async function search(url: string, parameters: Record<string, unknown> = {}): Promise<Searched> {
  const program = fileURLToPath(new URL('./support/duplicates-process.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    JSON.stringify({ url, parameters }),
  ])
  return JSON.parse(stdout) as Searched
}

async function fill(database: Database, count: number): Promise<KnownPair[]> {
  const known: KnownPair[] = []
  await transaction(database.pool, async (client) => {
    let batch: BenchStudent[] = []
    for (const person of peopleWithDuplicates(count, (pair) => known.push(pair))) {
      batch.push(person)
      if (batch.length < 5_000) continue
      await insert(client, batch)
      batch = []
    }
    await insert(client, batch)
  })
  return known
}

async function insert(client: pg.PoolClient, people: readonly BenchStudent[]): Promise<void> {
  await copyRows(
    client,
    `student (id, family_name, usage_name, first_name, second_name, name_key, first_name_key, sex, birth_date,
              nationality_code, ine, phone, email, student_code, changed_at)`,
    people.map(
      (one) =>
        `${[
          String(one.id),
          one.familyName,
          one.usageName,
          one.firstName,
          one.secondName,
          nameKey(one.familyName),
          nameKey(one.firstName),
          one.sex,
          one.birthDate,
          one.nationality,
          one.ine,
          one.phone,
          one.email,
          one.studentCode,
          '2026-01-01',
        ]
          .map(copyText)
          .join('\t')}\n`,
    ),
  )
  await copyRows(
    client,
    'enrolment (student_id, year, establishment_code, component_code, run_id, line)',
    people.map(({ id, establishment }) => `${id}\t2025\t${establishment}\tSCI\t1\t${id}\n`),
  )
}

async function settled(database: Database): Promise<void> {
  await database.pool.query('vacuum analyze')
  await database.pool.query('checkpoint')
}

/** How many of the known pairs are shown, and how many of those shown are known. */
async function qualityOf(database: Database, known: readonly KnownPair[]) {
  const { rows } = await database.pool.query<{ a: number; b: number; score: number; tier: string }>(
    'select a, b, score, tier from duplicate_pair',
  )
  const scores = new Map(rows.map(({ a, b, score }) => [`${a} ${b}`, score]))
  const scoreOf = (pair: KnownPair) => scores.get(`${pair.a} ${pair.b}`) ?? 0
  const kinds = new Set(known.map((pair) => `${pair.a} ${pair.b}`))
  const at = (threshold: number) => {
    const shown = rows.filter(({ score }) => score >= threshold)
    const right = shown.filter(({ a, b }) => kinds.has(`${a} ${b}`)).length
    const recall = right / known.length
    const precision = shown.length === 0 ? 1 : right / shown.length
    return {
      shown: shown.length,
      recall: rounded(recall),
      precision: rounded(precision),
      f1: rounded(recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision)),
    }
  }
  const recallOf = (kind: ErrorKind, threshold: number) => {
    const those = known.filter((pair) => pair.kind === kind)
    return rounded(those.filter((pair) => scoreOf(pair) >= threshold).length / those.length)
  }
  const precisionOf = (tier: string) => {
    const shown = rows.filter((row) => row.tier === tier)
    return rounded(shown.filter(({ a, b }) => kinds.has(`${a} ${b}`)).length / shown.length)
  }
  return {
    known: known.length,
    threshold: 45,
    ...at(45),
    at60: at(60),
    recallByKind: Object.fromEntries(
      errorKinds.map((kind) => [kind, [recallOf(kind, 45), recallOf(kind, 60)]]),
    ),
    precisionByTier: Object.fromEntries(
      ['certain', 'probable', 'possible'].map((tier) => [tier, precisionOf(tier)]),
    ),
  }
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000
}
