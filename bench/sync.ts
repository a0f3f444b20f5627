import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type { Campus } from '../src/learning/demo/campus.ts'
import {
  coursesFile,
  enrolmentsFile,
  groupMembersFile,
  groupsFile,
  usersFile,
} from '../src/learning/demo/campus-files.ts'
import { openDatabase } from '../src/platform/database.ts'
import { migrate } from '../src/platform/migrations.ts'
import { withBenchServer } from './support/bench-server.ts'
import { naiveMsOf } from './support/naive-sync.ts'

const coursesEach = 4

/**
 * The learning platform's command files, from the request to the end of the run with report, journal and archive-less
 * post-treatments as delivered: users, enrolments with their groups, members of other groups, on 300 courses.
 * `naiveRatio`: a handful of statements for each enrolment line (`naive-sync.ts`), measured on the first lines and scaled,
 * over ours. `memoryRatio`: peak memory of the process that takes in all over that of one that takes in a tenth.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: { lines: { type: 'string', default: '100000' }, naive: { type: 'string', default: '10000' } },
  })
  const lines = Number(values.lines)
  const naiveLines = Math.min(lines, Number(values.naive))
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-bench-sync-'))
  try {
    return await withBenchServer(async (url) => {
      const all = filesOf(lines)
      const tenth = await take(await newDatabase(url, 'bench_tenth'), folder, filesOf(Math.round(lines / 10)))
      const whole = await take(await newDatabase(url, 'bench_whole'), folder, all)
      const again = await take(urlOf(url, 'bench_whole'), folder, all)
      const naive = openDatabase(await newDatabase(url, 'bench_naive'), { max: 2 })
      await take(urlOf(url, 'bench_naive'), folder, { courses: all.courses, groups: all.groups })
      const naiveMs = {
        users: (await naiveMsOf(naive, 'users', all.users, naiveLines)) * (lines / naiveLines),
        enrolments: 0,
        groupMembers: 0,
      }
      await take(urlOf(url, 'bench_naive'), folder, { users: all.users })
      naiveMs.enrolments =
        (await naiveMsOf(naive, 'enrolments', all.enrolments, naiveLines)) * (lines / naiveLines)
      naiveMs.groupMembers =
        (await naiveMsOf(naive, 'groupMembers', all.groupMembers, Math.min(naiveLines, lines / 5))) *
        Math.max(1, lines / 5 / naiveLines)
      await naive.close()
      console.error(JSON.stringify({ whole, again, tenth, naiveMs }, null, 1))
      const ms = (one: Measured | undefined) => Math.round(one!.ms)
      return {
        lines,
        usersMs: ms(whole.users),
        enrolmentsMs: ms(whole.enrolments),
        groupMembersMs: ms(whole.groupMembers),
        usersAgainMs: ms(again.users),
        enrolmentsAgainMs: ms(again.enrolments),
        groupMembersAgainMs: ms(again.groupMembers),
        naiveRatio: Math.round((naiveMs.enrolments / whole.enrolments!.ms) * 10) / 10,
        naiveUsersRatio: Math.round((naiveMs.users / whole.users!.ms) * 10) / 10,
        memoryRatio: Math.round((peak(whole) / peak(tenth)) * 100) / 100,
        peakMb: Math.round(peak(whole)),
      }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const operations = {
  courses: 'courses.create',
  groups: 'groups.sync',
  users: 'users.sync',
  enrolments: 'enrols.sync',
  groupMembers: 'groups.members',
} as const
type Kind = keyof typeof operations
type Files = Partial<Record<Kind, string>>

interface Measured {
  readonly ms: number
  readonly peakMb: number
  readonly detail: unknown
}

/** `lines` users and enrolments, a fifth as many memberships. */
function filesOf(lines: number): Record<Kind, string> {
  const campus: Campus = { courses: 300, students: lines, coursesEach }
  const enrolled: Campus = { ...campus, students: Math.round(lines / coursesEach) }
  return {
    courses: coursesFile(campus),
    groups: groupsFile(campus),
    users: usersFile(campus),
    enrolments: enrolmentsFile(enrolled),
    groupMembers: groupMembersFile(enrolled, Math.round(lines / 5)),
  }
}

async function take(url: string, folder: string, files: Files): Promise<Partial<Record<Kind, Measured>>> {
  const kinds = (Object.keys(operations) as Kind[]).filter((kind) => files[kind] !== undefined)
  const asked = kinds.map((kind) => {
    const path = join(folder, `${kind}.csv`)
    writeFileSync(path, files[kind]!)
    return { operation: operations[kind], path }
  })
  const program = fileURLToPath(new URL('./support/sync-process.ts', import.meta.url))
  const dataDirectory = mkdtempSync(join(folder, 'data-'))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, JSON.stringify({ url, dataDirectory, files: asked })],
    { maxBuffer: 1 << 24 },
  )
  const measured = JSON.parse(stdout.trim().split('\n').at(-1)!) as Measured[]
  return Object.fromEntries(kinds.map((kind, index) => [kind, measured[index]!]))
}

function peak(measured: Partial<Record<Kind, Measured>>): number {
  return Math.max(...Object.values(measured).map(({ peakMb }) => peakMb))
}

async function newDatabase(url: string, name: string): Promise<string> {
  const admin = openDatabase(url, { max: 1 })
  await admin.pool.query(`create database ${name}`)
  await admin.close()
  const database = openDatabase(urlOf(url, name), { max: 1 })
  await migrate(database.pool)
  await database.close()
  return urlOf(url, name)
}

function urlOf(url: string, name: string): string {
  const target = new URL(url)
  target.pathname = `/${name}`
  return target.href
}
