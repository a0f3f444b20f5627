import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { readRunFiles } from '../../batch/read-run.ts'
import { templateOf } from '../../exchange/loads/load-kinds.ts'
import { healthApplication } from '../application.ts'
import { healthLoads } from '../loads/health-loads.ts'
import chargeSante from './charge-sante.ts'

let database: TestDatabase
let engine: TestEngine
const folder = mkdtempSync(join(tmpdir(), 'nocturne-loads-'))

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into student (id, ine, student_code, login, family_name, first_name, name_key, first_name_key, sex, birth_date,
        nationality_code)
      values
        (1, '9990000011P', '22500001', 'testun1', 'TESTUN', 'Zoé', 'TESTUN', 'ZOE', 'F', '2005-03-14', '100'),
        (2, '9990000022B', '22500002', null, 'TESTDEUX', 'Paul', 'TESTDEUX', 'PAUL', 'M', '2003-06-12', '100');
    insert into enrolment (student_id, year, establishment_code, component_code, run_id, line)
      values (2, 2025, '0990001X', 'SCI', 1, 2);
    insert into nomenclature_item (nomenclature_id, code, label)
      select id, 'VACCIN', 'Vaccination à compléter' from nomenclature where code = 'RELANCES';
    insert into vaccine (source, external_id, name, from_source, content_hash)
      values ('mesvaccins', 'TEST-A', 'VACCIN TEST A', '{}', '')`)
  engine = await startNode()
})
function startNode(): Promise<TestEngine> {
  return startTestEngine(database, '2026-11-20T09:00:00Z', [chargeSante], {
    applications: [{ ...healthApplication, batches: [chargeSante] }],
  })
}

beforeEach(() =>
  database.pool.query(
    'truncate follow_up, appointment, appointment_motive, consultation, vaccination restart identity cascade',
  ),
)
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
})

interface Loaded {
  readonly id: number
  readonly state: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the members that it expects
  readonly detail: any
  readonly error: string | null
}

async function load(kind: string, text: string | Buffer, dryRun = false): Promise<Loaded> {
  const path = join(folder, `${kind}.csv`)
  writeFileSync(path, text)
  const asked = await engine.requestRun({
    code: 'CHARGE_SANTE',
    trigger: 'cli',
    requestedBy: 'test',
    parameters: { kind, path, fileName: `${kind}.csv`, dryRun },
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return await engine.waitForRun(asked.runId)
}

const outcome = (created: number, updated: number, unchanged: number, rejected = 0) => ({
  state: 'finished',
  detail: expect.objectContaining({ created, updated, unchanged, rejected }),
})

async function table(sql: string): Promise<unknown[]> {
  return (await database.pool.query(sql)).rows
}

/** The files of a run, by the beginning of what follows their stamp. */
async function fileOf(runId: number, part: string): Promise<string | null> {
  const files = await readRunFiles(database.pool, runId)
  const file = files.find(({ path }) => basename(path).includes(part))
  return file === undefined ? null : readFileSync(file.path, 'utf8')
}

const followUpsFile = [
  'REFERENCE;INE;COD_ETU;ETB;MOTIF;ECHEANCE;COURRIER;CLOSE_LE',
  'R-1;9990000011P;;;VACCIN;15/01/2027;"Rappel ; à lire";',
  'R-2;;22500002;0990001X;VACCIN;2027-01-16;;',
  '',
].join('\n')

test('follow-ups are created, unchanged the second time, and updated by reference', async () => {
  expect(await load('follow-ups', followUpsFile)).toMatchObject(outcome(2, 0, 0))
  const read = () =>
    table(`select reference, student_id, due_on, letter_text, comment, state, closed_on, created_by, version,
                  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as created
           from follow_up order by reference`)
  const first = await read()
  expect(first).toEqual([
    expect.objectContaining({
      reference: 'R-1',
      student_id: 1,
      due_on: '2027-01-15',
      letter_text: 'Rappel ; à lire',
      comment: '',
      state: 'open',
      created_by: 'CHARGE_SANTE',
      created: '2026-11-20 09:00',
    }),
    expect.objectContaining({ reference: 'R-2', student_id: 2, due_on: '2027-01-16', letter_text: '' }),
  ])
  expect(await load('follow-ups', followUpsFile)).toMatchObject(outcome(0, 0, 2))
  expect(await read()).toEqual(first)
  expect(
    await load('follow-ups', `\ufeff${followUpsFile.replace('2027;"Rappel ; à lire";', '2027;;20/11/2026')}`),
  ).toMatchObject(outcome(0, 1, 1))
  expect((await read())[0]).toMatchObject({ state: 'closed', closed_on: '2026-11-20', version: 1 })
})

test('a simulation writes nothing and says what the load then does, also for a reference given twice', async () => {
  const twice = `${followUpsFile}R-1;9990000011P;;;VACCIN;20/01/2027;;\n`
  const simulated = await load('follow-ups', twice, true)
  expect(simulated).toMatchObject(outcome(2, 1, 0))
  expect(await table('select * from follow_up')).toEqual([])
  const loaded = await load('follow-ups', twice)
  expect({ ...loaded.detail, state: '' }).toEqual({ ...simulated.detail, state: '' })
  expect(await table(`select due_on from follow_up where reference = 'R-1'`)).toEqual([
    { due_on: '2027-01-20' },
  ])
})

test('bad lines are rejected with all their faults and go to the retry file; the log has nothing personal', async () => {
  const run = await load(
    'follow-ups',
    [
      'REFERENCE;INE;MOTIF;ECHEANCE',
      'R-1;9990000011P;VACCIN;15/01/2027',
      'R-2;9990000099Z;VACCIN;15/01/2027',
      'R-3;;INCONNU;15/01/2027',
      ';9990000011P;;31/02/2027',
      '',
    ].join('\r\n'),
  )
  expect(run).toMatchObject(outcome(1, 0, 0, 3))
  expect(await fileOf(run.id, '_tryback_')).toBe(
    'REFERENCE;INE;MOTIF;ECHEANCE\r\nR-2;9990000099Z;VACCIN;15/01/2027\r\nR-3;;INCONNU;15/01/2027\r\n;9990000011P;;31/02/2027\r\n',
  )
  const report = (await fileOf(run.id, '_report_'))!
  for (const words of [
    'Aucun dossier',
    'pas désigné',
    '« INCONNU »',
    'REFERENCE manque',
    'MOTIF manque',
    '31/02/2027',
  ])
    expect(report).toContain(words)
  const { rows } = await database.pool.query('select message from batch_run_line where run_id = $1', [run.id])
  expect(JSON.stringify(rows)).not.toContain('999000')
})

test('a file that is not of the kind, or not in UTF-8, is refused as a whole', async () => {
  expect(await load('follow-ups', 'REFERENCE;INE\nR-1;9990000011P\n')).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('MOTIF'),
  })
  expect(await load('follow-ups', Buffer.from(followUpsFile, 'latin1'))).toMatchObject({
    state: 'failed',
    detail: expect.objectContaining({ state: 'refused' }),
  })
  expect(await table('select * from follow_up')).toEqual([])
})

test('motives first, then appointments that name them, at the hours of the establishment', async () => {
  const motives =
    'REFERENCE;LIBELLE;DUREE;RAPPEL\nM-1;Visite d’essai;30;O\nM-2;Visite d’essai;;\nM-3;Autre;600;N\n'
  expect(await load('appointment-motives', motives)).toMatchObject(outcome(1, 0, 0, 2))
  expect(await load('appointment-motives', motives)).toMatchObject(outcome(0, 0, 1, 2))
  const file = [
    'REFERENCE;IDENTIFIANT;MOTIF;DATE;HEURE;ETAT',
    'A-1;testun1;M-1;15/01/2027;09:30;CONFIRME',
    'A-2;TESTUN1;Visite d’essai;15/07/2027;8h05;',
    'A-3;testun1;M-9;15/01/2027;25:00;PEUT-ETRE',
    '',
  ].join('\n')
  expect(await load('appointments', file)).toMatchObject(outcome(2, 0, 0, 1))
  expect(
    await table(`select reference, state, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at
                 from appointment order by 1`),
  ).toEqual([
    { reference: 'A-1', state: 'confirmed', at: '2027-01-15 08:30' },
    { reference: 'A-2', state: 'confirmed', at: '2027-07-15 06:05' },
  ])
  expect(await load('appointments', file)).toMatchObject(outcome(0, 0, 2, 1))
  expect(await load('appointments', file.replace('09:30;CONFIRME', '10:30;ANNULE'))).toMatchObject(
    outcome(0, 1, 1, 1),
  )
})

test('consultations without what they say, and vaccinations', async () => {
  const file = [
    'REFERENCE;INE;PRATICIEN;OUVERTE_LE;OUVERTE_A;FERMEE_LE;FERMEE_A',
    'C-1;9990000011P;medecin1;12/10/2026;09:30;;',
    'C-2;9990000011P;medecin1;12/10/2026;09:30;11/10/2026;09:30',
    '',
  ].join('\n')
  expect(await load('consultations', file)).toMatchObject(outcome(1, 0, 0, 1))
  expect(await load('consultations', file)).toMatchObject(outcome(0, 0, 1, 1))
  expect(await table('select holder from record_lock')).toEqual([{ holder: 'medecin1' }])
  const closed = file.replace('09:30;;', '09:30;12/10/2026;10:00')
  expect(await load('consultations', closed)).toMatchObject(outcome(0, 1, 0, 1))
  expect(await table('select closed_by, last_activity_at = closed_at as same from consultation')).toEqual([
    { closed_by: 'practitioner', same: true },
  ])
  expect(await table('select holder from record_lock')).toEqual([])
  const shots =
    'REFERENCE;INE;VACCIN;DATE_INJECTION;RAPPEL\nV-1;9990000011P;TEST-A;12/10/2026;N\nV-2;9990000011P;TEST-Z;;\n'
  expect(await load('vaccinations', shots)).toMatchObject(outcome(1, 0, 0, 1))
  expect(await load('vaccinations', shots)).toMatchObject(outcome(0, 0, 1, 1))
})

test('the template of every kind is a file that can be loaded, but for codes that are not there', async () => {
  for (const kind of healthLoads.kinds) {
    const run = await load(kind.code, templateOf(kind), true)
    expect([kind.code, run.state, run.detail.lines]).toEqual([kind.code, 'finished', 1])
  }
})

test('an empty file, header only, loads nothing and is no error', async () => {
  expect(await load('follow-ups', `${followUpsFile.split('\n')[0]}\n`)).toMatchObject(outcome(0, 0, 0))
})

test('a reference does not pass to another student, a closed follow-up stays as it is, a moved one waits again', async () => {
  await load('follow-ups', followUpsFile)
  expect(await load('follow-ups', followUpsFile.replace('9990000011P', '9990000022B'))).toMatchObject(
    outcome(0, 0, 1, 1),
  )
  const past = followUpsFile.replace('15/01/2027', '15/01/2026')
  expect(await load('follow-ups', past)).toMatchObject(outcome(0, 1, 1))
  const state = async () => (await table(`select state from follow_up where reference = 'R-1'`))[0]
  expect(await state()).toEqual({ state: 'due' })
  await load('follow-ups', followUpsFile)
  expect(await state()).toEqual({ state: 'open' })
  const closed = followUpsFile.replace('à lire";', 'à lire";20/11/2026')
  expect(await load('follow-ups', closed)).toMatchObject(outcome(0, 1, 1))
  expect(await load('follow-ups', closed)).toMatchObject(outcome(0, 0, 2))
  expect(await load('follow-ups', past)).toMatchObject(outcome(0, 0, 1, 1))
  expect(await state()).toEqual({ state: 'closed' })
})

test('cancelled in the middle, what is left is in the retry file and the sum adds up', async () => {
  const lines = Array.from({ length: 9000 }, (_, at) => `R-${at};9990000011P;VACCIN;15/01/2027`)
  const path = join(folder, 'long.csv')
  writeFileSync(path, `REFERENCE;INE;MOTIF;ECHEANCE\n${lines.join('\n')}\n`)
  const asked = await engine.requestRun({
    code: 'CHARGE_SANTE',
    trigger: 'cli',
    requestedBy: 'test',
    parameters: { kind: 'follow-ups', path, fileName: 'long.csv' },
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  const count = async () => (await table('select count(*)::int as n from follow_up')) as { n: number }[]
  await until(async () => (await count())[0]!.n > 0)
  await engine.cancelRun(asked.runId, 'test')
  const ended = await engine.waitForRun(asked.runId)
  const { rows } = await database.pool.query('select * from file_exchange where run_id = $1', [asked.runId])
  const { created, skipped, lines: all, state } = rows[0]
  expect([ended.state, state, created + skipped, all]).toEqual(['cancelled', 'applied', 9000, 9000])
  expect((await count())[0]!.n).toBe(created)
  expect((await fileOf(asked.runId, '_tryback_'))?.trimEnd().split('\n')).toHaveLength(skipped + 1)
})

test('cut short by the stop of its node, the next one goes on at the first line that is not written', async () => {
  const lines = Array.from({ length: 9000 }, (_, at) => `R-${at};9990000011P;VACCIN;15/01/2027`)
  const path = join(folder, 'cut.csv')
  writeFileSync(path, `REFERENCE;INE;MOTIF;ECHEANCE\n${lines.join('\n')}\n`)
  const ask = async () => {
    const asked = await engine.requestRun({
      code: 'CHARGE_SANTE',
      trigger: 'cli',
      requestedBy: 'test',
      parameters: { kind: 'follow-ups', path, fileName: 'cut.csv' },
    })
    if (!asked.ok) throw new Error(asked.refusal.message.en)
    return asked.runId
  }
  const first = await ask()
  const written = async () =>
    (await database.pool.query<{ n: number }>('select count(*)::int as n from follow_up')).rows[0]!.n
  await until(async () => (await written()) > 0)
  await engine.stop()
  const before = await written()
  expect(before).toBeLessThan(9000)
  engine = await startNode()
  const second = await ask()
  expect(await engine.waitForRun(second)).toMatchObject({ detail: { created: 9000, unchanged: 9000 } })
  const { rows } = await database.pool.query(
    `select run_id, begun_by_run, state, lines, created, unchanged from file_exchange
     where file_name = 'cut.csv' order by id`,
  )
  expect(rows).toEqual([
    { run_id: second, begun_by_run: first, state: 'applied', lines: 9000, created: 9000, unchanged: 0 },
    { run_id: second, begun_by_run: null, state: 'applied', lines: 9000, created: 0, unchanged: 9000 },
  ])
  expect(await written()).toBe(9000)
})
