import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addFollowUp, addStudent, forgetFollowUps, statesOf } from '../../../test/support/follow-ups.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { defineBatch } from '../../batch/define-batch.ts'
import type { PrintedLetters } from '../letters/letter.ts'
import { editLetters, type PrintJob } from './edit-letters.ts'

/** What happens while letters are printed: the printer stands still where the test wants. */

let database: TestDatabase
let engine: TestEngine
/** Of the run under way. */
let told: AbortSignal
let meanwhile: (job: PrintJob) => Promise<void> = async () => {}
let printings: number[][] = []
const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-printing-'))

async function print(job: PrintJob): Promise<PrintedLetters> {
  const fileName = `${job.baseName}.pdf`
  const path = join(job.directory, fileName)
  writeFileSync(path, 'letters')
  const letters = job.letters.map(({ id }) => id)
  printings.push(letters)
  await meanwhile(job)
  const file = { path, fileName, bytes: 7, sha256: '00', pages: letters.length, letters }
  return { files: [file], failures: [], longAddresses: 0 }
}

const relCou = defineBatch({
  code: 'REL_COU',
  label: { fr: 'essai', en: 'test' },
  description: { fr: 'essai', en: 'test' },
  schedule: null,
  enabled: true,
  run(context) {
    told = context.signal
    return editLetters(context, {
      code: 'REL_COU',
      kind: 'follow-up',
      reminderDays: 0,
      familyAddressAllowed: false,
      print,
    })
  },
})

let student_id: number
beforeAll(async () => {
  database = await createTestDatabase()
  engine = await startTestEngine(database, '2026-03-05T00:30:00Z', [relCou], {
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
})
beforeEach(async () => {
  await forgetFollowUps(database)
  student_id = await addStudent(database)
  printings = []
  meanwhile = async () => {}
})
afterAll(async () => {
  await engine.stop()
  await database.drop()
})

async function launch() {
  const asked = await engine.requestRun({ code: 'REL_COU', trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return asked.runId
}
const add = async () => await addFollowUp(database, { student_id, due_on: '2026-03-01' })
const filesOf = (runId: number) => {
  const folder = join(dataDirectory, 'runs', '0', String(runId))
  return existsSync(folder) ? readdirSync(folder) : []
}
const close = (id: number) =>
  database.pool.query(
    `update follow_up set state = 'closed', closed_on = '2026-03-05', version = version + 1 where id = $1`,
    [id],
  )

test('18: closed while the letters are printed: not marked, and the letters are printed again without it', async () => {
  const [kept, closed] = [await add(), await add()]
  meanwhile = async () => {
    if (printings.length === 1) await close(closed)
  }
  const run = await engine.waitForRun(await launch())
  expect(run).toMatchObject({ state: 'finished', detail: { selection: 1, edites: 1 } })
  expect(printings).toEqual([[kept, closed], [kept]])
  expect(await statesOf(database)).toEqual({ [kept]: 'letter-printed 2026-03-05', [closed]: 'closed' })
  expect(filesOf(run.id)).toEqual(['REL_COU_20260305_013000.pdf'])
})

test('16: a student merged while the letters are printed is written to in the record that was kept', async () => {
  const id = await add()
  const keeper = await addStudent(database, { family_name: 'TESTGARDE' })
  meanwhile = async (job) => {
    if (printings.length > 1) {
      expect(job.letters[0]!.recipient.familyName).toBe('TESTGARDE')
      return
    }
    await database.pool.query('update follow_up set student_id = $2 where id = $1', [id, keeper])
    await database.pool.query('update student set merged_into = $2 where id = $1', [student_id, keeper])
  }
  expect(await engine.waitForRun(await launch())).toMatchObject({ detail: { edites: 1 } })
  expect(printings).toHaveLength(2)
})

test('where something changes at every printing, the last one holds its follow-ups: the change comes after', async () => {
  const ids = [await add(), await add(), await add()]
  let late: Promise<unknown> = Promise.resolve()
  meanwhile = async () => {
    if (printings.length <= 2) await close(ids[printings.length - 1]!)
    // Waits for the commit of the run.
    else late = close(ids[2]!)
  }
  const run = await engine.waitForRun(await launch())
  await late
  expect(run).toMatchObject({ state: 'finished', detail: { selection: 1, edites: 1 } })
  expect(printings).toEqual([ids, ids.slice(1), ids.slice(2)])
  expect((await statesOf(database))[ids[2]!]).toBe('closed 2026-03-05')
})

test('a full disk fails the run: states unchanged, no file listed', async () => {
  const id = await add()
  meanwhile = async ({ directory, baseName }) => {
    rmSync(join(directory, `${baseName}.pdf`))
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }
  const run = await engine.waitForRun(await launch())
  expect(run).toMatchObject({ state: 'failed' })
  expect(await statesOf(database)).toEqual({ [id]: 'open' })
  expect((await database.pool.query('select from follow_up_edition')).rowCount).toBe(0)
  expect((await database.pool.query('select from batch_run_file where run_id = $1', [run.id])).rowCount).toBe(
    0,
  )
})

test('cancelled in the middle: states unchanged, no letter is left on the disk', async () => {
  const id = await add()
  meanwhile = async () => {
    const { rows } = await database.pool.query<{ id: number }>(
      `select id from batch_run where state = 'running'`,
    )
    await engine.cancelRun(rows[0]!.id, 'test')
    // The run is told by a notice: it may come after the last letter is printed.
    await until(async () => told.aborted)
  }
  const runId = await launch()
  const run = await engine.waitForRun(runId)
  expect(run.state).toBe('cancelled')
  expect(await statesOf(database)).toEqual({ [id]: 'open' })
  expect(filesOf(runId)).toEqual([])
})

test('a run that is no longer its node’s own changes nothing, and its letters go', async () => {
  const id = await add()
  meanwhile = async () => {
    await database.pool.query(`update batch_run set node_id = gen_random_uuid() where state = 'running'`)
  }
  const runId = await launch()
  await until(async () => printings.length === 1 && filesOf(runId).length === 0)
  expect(await statesOf(database)).toEqual({ [id]: 'open' })
  await database.pool.query(
    `update batch_run set state = 'interrupted', ended_at = started_at where id = $1`,
    [runId],
  )
})
