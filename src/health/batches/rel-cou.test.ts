import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addFollowUp, addStudent, forgetFollowUps, statesOf } from '../../../test/support/follow-ups.ts'
import { readPdf } from '../../../test/support/read-pdf.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine } from '../../../test/support/test-engine.ts'
import { addressHash } from '../follow-ups/postal-address.ts'
import lisRel from './lis-rel.ts'
import relCou from './rel-cou.ts'
import relCra from './rel-cra.ts'

let database: TestDatabase
let engine: TestEngine
const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-letters-'))
beforeAll(async () => {
  database = await createTestDatabase()
  // Thursday 5 March 2026, 01:30 in Paris.
  engine = await startTestEngine(database, '2026-03-05T00:30:00Z', [lisRel, relCou, relCra], {
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
})
beforeEach(() => forgetFollowUps(database))
afterAll(async () => {
  await engine.stop()
  await database.drop()
})

async function launch(code: string, parameters = {}) {
  const asked = await engine.requestRun({ code, trigger: 'cli', requestedBy: 'cli:test', parameters })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return await engine.waitForRun(asked.runId)
}

async function editionsOf(runId: number) {
  const { rows } = await database.pool.query<{
    id: number
    file_name: string
    path: string
    objects: number
    pages: number
    bytes: number
  }>(
    'select id, file_name, path, objects, pages, bytes from follow_up_edition where run_id = $1 order by id',
    [runId],
  )
  return rows
}

test('REL_COU prints what is due, in order of country, postal code and name, and says so in its follow-ups', async () => {
  const person = async (family_name: string, postal_code: string, country_code = '100') => {
    const student_id = await addStudent(database, { family_name, postal_code, country_code })
    return [await addFollowUp(database, { student_id, due_on: '2026-03-01' }), student_id] as const
  }
  const [abroad, foreigner] = await person('TESTABROAD', '00100', '127')
  await database.pool.query(
    `with italy as (
       insert into nomenclature_item (nomenclature_id, code, label)
       select id, '127', 'Italie' from nomenclature where code = 'PAYS' returning id)
     update student set country_id = italy.id from italy where student.id = $1`,
    [foreigner],
  )
  const [last] = await person('TESTUN', '75001')
  const [second] = await person('TESTUN', '01000')
  const [first] = await person('TESTDEUX', '01000')
  const run = await launch('REL_COU')
  expect(run).toMatchObject({
    state: 'finished',
    detail: {
      selection: 4,
      edites: 4,
      sans_adresse: 0,
      adresses_longues: 0,
      echecs: 0,
      fichier: 'REL_COU_20260305_013000.pdf',
    },
  })
  expect(await statesOf(database)).toEqual(
    Object.fromEntries([first, second, last, abroad].map((id) => [id, 'letter-printed 2026-03-05'])),
  )
  const [edition] = await editionsOf(run.id)
  expect(edition).toMatchObject({ file_name: 'REL_COU_20260305_013000.pdf', objects: 4, pages: 4 })
  expect(statSync(edition!.path).mode & 0o777).toBe(0o640)
  expect(statSync(edition!.path).size).toBe(edition!.bytes)
  const { rows } = await database.pool.query(
    'select former_state from follow_up_letter where edition_id = $1',
    [edition!.id],
  )
  expect(rows).toEqual(Array(4).fill({ former_state: 'due' }))
  const { pages } = await readPdf(readFileSync(edition!.path))
  const inWindow = pages.map(({ texts }) => texts.filter(({ x, y }) => x >= 110 && y > 45 && y < 80))
  expect(inWindow.map((lines) => [lines[0]!.text, lines.at(-1)!.text])).toEqual([
    ['ZOE TESTDEUX', '01000 ESSAIVILLE'],
    ['ZOE TESTUN', '01000 ESSAIVILLE'],
    ['ZOE TESTUN', '75001 ESSAIVILLE'],
    ['Zoé TESTABROAD', 'ITALIE'],
  ])
})

test('17: REL_COU twice: the second PDF is absent', async () => {
  await addFollowUp(database, { student_id: await addStudent(database), due_on: '2026-03-01' })
  await launch('REL_COU')
  const before = await statesOf(database)
  const again = await launch('REL_COU')
  expect(again).toMatchObject({ state: 'finished', detail: { selection: 0, edites: 0, fichier: null } })
  expect(await editionsOf(again.id)).toEqual([])
  expect(await statesOf(database)).toEqual(before)
})

test('17: a student with only a family address: SANS_ADRESSE, no page; written to where the run allows it', async () => {
  const student_id = await addStudent(database, {
    address1: null,
    postal_code: null,
    town: null,
    country_code: null,
    family_address1: '3 PLACE DE L EXEMPLE',
    family_postal_code: '02000',
    family_town: 'TESTBOURG',
  })
  const id = await addFollowUp(database, { student_id, due_on: '2026-03-01' })
  const run = await launch('REL_COU')
  expect(run.detail).toMatchObject({ selection: 1, edites: 0, sans_adresse: 1, fichier: null })
  expect(await statesOf(database)).toEqual({ [id]: 'no-address' })
  expect((await launch('REL_COU')).detail).toMatchObject({ selection: 1, sans_adresse: 1 })
  const allowed = await launch('REL_COU', { adresse_familiale_autorisee: true })
  expect(allowed.detail).toMatchObject({ edites: 1, sans_adresse: 0 })
  expect(await statesOf(database)).toEqual({ [id]: 'letter-printed 2026-03-05' })
})

test('17: an address line of 50 characters is abbreviated or shrunk, and counted', async () => {
  const student_id = await addStudent(database, {
    address1: '1234 BOULEVARD DE LA RESIDENCE UNIVERSITAIRE ESSAI',
  })
  await addFollowUp(database, { student_id, due_on: '2026-03-01' })
  expect((await launch('REL_COU')).detail).toMatchObject({ edites: 1, adresses_longues: 1, echecs: 0 })
})

test('17: the listing after the letters of the same night has them with STATUT', async () => {
  await addFollowUp(database, { student_id: await addStudent(database), due_on: '2026-03-01' })
  await launch('REL_COU')
  expect((await launch('LIS_REL')).detail).toMatchObject({ selection: 0, edites: 1 })
})

test('18: due today: selected; due tomorrow: not', async () => {
  const student_id = await addStudent(database)
  const today = await addFollowUp(database, { student_id, due_on: '2026-03-05' })
  const tomorrow = await addFollowUp(database, { student_id, due_on: '2026-03-06' })
  await launch('REL_COU')
  expect(await statesOf(database)).toEqual({ [today]: 'letter-printed 2026-03-05', [tomorrow]: 'open' })
})

test('18: a follow-up closed between REL_COU and REL_CRA gets no reminder; the others do, once the delay is over', async () => {
  const student_id = await addStudent(database)
  const printed = { student_id, due_on: '2026-01-10', state: 'letter-printed' }
  const due = await addFollowUp(database, { ...printed, letter_on: '2026-02-03' })
  const early = await addFollowUp(database, { ...printed, letter_on: '2026-02-04' })
  const closed = await addFollowUp(database, {
    ...printed,
    letter_on: '2026-02-03',
    state: 'closed',
    closed_on: '2026-02-20',
  })
  const run = await launch('REL_CRA')
  expect(run.detail).toMatchObject({ selection: 1, edites: 1, fichier: 'REL_CRA_20260305_013000.pdf' })
  expect(await statesOf(database)).toEqual({
    [due]: 'reminder-printed 2026-02-03 2026-03-05',
    [early]: 'letter-printed 2026-02-04',
    [closed]: 'closed 2026-02-03',
  })
  expect((await launch('REL_CRA')).detail).toMatchObject({ selection: 0, fichier: null })
})

test('post that came back: nothing is printed for that address; a new one counts as good', async () => {
  const student_id = await addStudent(database)
  const id = await addFollowUp(database, { student_id, due_on: '2026-03-01' })
  const hash = addressHash({
    address1: '12, rue de l’Essai',
    address2: '',
    address3: null,
    postalCode: '01000',
    town: 'Essaiville',
    countryCode: '100',
    countryName: 'France',
  })
  await database.pool.query(
    `insert into returned_mail (student_id, address_hash, noted_by) values ($1, $2, 'test')`,
    [student_id, hash],
  )
  expect((await launch('REL_COU')).detail).toMatchObject({ edites: 0, sans_adresse: 1 })
  await database.pool.query(`update student set address1 = '13 RUE DE L ESSAI' where id = $1`, [student_id])
  expect((await launch('REL_COU')).detail).toMatchObject({ edites: 1 })
  expect(await statesOf(database)).toEqual({ [id]: 'letter-printed 2026-03-05' })
})

test('more letters than one PDF may hold make several, each an edition of its own', async () => {
  for (let n = 0; n < 5; n++)
    await addFollowUp(database, { student_id: await addStudent(database), due_on: '2026-03-01' })
  const run = await launch('REL_COU', { max_lettres: 2 })
  const editions = await editionsOf(run.id)
  expect(editions.map(({ file_name, objects }) => [file_name, objects])).toEqual([
    ['REL_COU_20260305_013000_1.pdf', 2],
    ['REL_COU_20260305_013000_2.pdf', 2],
    ['REL_COU_20260305_013000_3.pdf', 1],
  ])
})

test('no follow-up at all: no PDF, and the run is finished', async () => {
  for (const code of ['REL_COU', 'REL_CRA'])
    expect(await launch(code)).toMatchObject({ state: 'finished', detail: { selection: 0, fichier: null } })
})

test('a letter that cannot be laid out stays due, is counted and named by its number; the others are printed', async () => {
  const student_id = await addStudent(database)
  const bad = await addFollowUp(database, {
    student_id,
    due_on: '2026-03-01',
    letter_text: 'Bonjour \u{1F600} 你',
  })
  const good = await addFollowUp(database, { student_id, due_on: '2026-03-01' })
  const run = await launch('REL_COU')
  expect(run).toMatchObject({ state: 'finished', detail: { selection: 2, edites: 1, echecs: 1 } })
  expect(await statesOf(database)).toEqual({ [bad]: 'due', [good]: 'letter-printed 2026-03-05' })
  const { rows } = await database.pool.query<{ message: string }>(
    `select message from batch_run_line where run_id = $1 and level = 'warn'`,
    [run.id],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]!.message).toContain(`relance ${bad} `)
})

test('what a run that failed left on the disk unlisted is removed by the next one', async () => {
  const failed = await launch('REL_COU')
  await database.pool.query(`update batch_run set state = 'failed', error = 'essai' where id = $1`, [
    failed.id,
  ])
  const folder = join(dataDirectory, 'runs', '0', String(failed.id))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '.REL_COU_1.tmp'), 'x')
  await launch('REL_COU')
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
})
