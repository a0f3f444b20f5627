import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ImportEngine, startImportEngine } from '../../../test/support/import-engine.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import {
  addItems,
  file,
  importBytes,
  line,
  students,
  testEncryption,
} from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'
import { nirPlace } from '../students/nir-place.ts'

// health.md 5-3, 5-8, 5-9: where the NIR may be, and what by-products of an import never hold.

let database: TestDatabase
let engine: ImportEngine | null = null
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(async () => {
  await engine?.stop()
  engine = null
  await forgetEngine(database)
  await emptyBase(database)
  await database.pool.query(
    `update import_model set keep_nir = false; delete from outgoing_mail; delete from setting`,
  )
})
afterAll(() => database.drop())

const ine = '9990000011P'
/** Key 39: health.md 3.3-3. */
const nir = '205039999900139'
const keepNir = () => database.pool.query(`update import_model set keep_nir = true where code = 'APOGEE'`)

/** Every row of every table as text, bytes in hexadecimal; `tables` narrows it. */
async function databaseText(tables?: readonly string[]): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')
       and ($1::text[] is null or tablename = any($1::text[]))`,
    [tables ?? null],
  )
  const texts = await Promise.all(
    rows.map(async ({ name }) => {
      const found = await database.pool.query<{ text: string }>(
        `select row::text as text from ${name} as row`,
      )
      return found.rows.map((row) => row.text).join('\n')
    }),
  )
  return texts.join('\n')
}

/** All files below a directory that have such a name, as text. */
function filesText(directory: string, name: RegExp): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path.split('/').at(-1)!))
    .map((path) => readFileSync(join(directory, path), 'utf8'))
    .join('\n')
}

const forms = (secret: string) => [
  secret,
  secret.slice(0, 13),
  Buffer.from(secret.slice(0, 13)).toString('hex'),
]

test('a model that does not keep the NIR: checked, then dropped', async () => {
  const run = await importBytes(database, file(line({ COD_NNE: ine, COD_NNI: nir, DATENAI: '14/03/2005' })))
  expect(run.log).not.toContain('WARN')
  expect(await students(database)).toMatchObject([{ nir_encrypted: null }])
  for (const form of forms(nir)) expect(await databaseText()).not.toContain(form)
})

test('a model that keeps it: encrypted, and in clear nowhere, in whatever the import writes', async () => {
  await keepNir()
  engine = await startImportEngine(database)
  await engine.settings.set('health.import.recipients', ['registry@example.org'], 'test')
  engine.drop(
    file(line({ COD_NNE: ine, COD_NNI: nir }), line({ NOM: 'TESTDEUX', COD_NNI: '205039999900140' })),
  )
  expect(await engine.nightly()).toMatchObject({ state: 'finished', detail: { created: 2 } })
  // Another number the next night: the change is told without its values.
  engine.drop(file(line({ COD_NNE: ine, COD_NNI: '205039999900238' })))
  expect(await engine.nightly()).toMatchObject({ state: 'finished', detail: { updated: 1 } })

  const [first, second] = (await students(database)) as { id: number; nir_encrypted: Buffer | null }[]
  expect(testEncryption!.decrypt(first!.nir_encrypted!, nirPlace(first!.id))).toBe('205039999900238')
  expect(second!.nir_encrypted).toBeNull()
  const { rows } = await database.pool.query('select changes from student_change')
  expect(rows).toEqual([{ changes: { COD_NNI: ['•••', '•••'] } }])
  const all = [
    await databaseText(),
    filesText(engine.directory, /^(log|erreuLogs)_/),
    filesText(engine.dataDirectory, /\.(json|txt|csv)$/),
  ].join('\n')
  for (const secret of [nir, '205039999900140', '205039999900238'])
    for (const form of forms(secret)) expect(all).not.toContain(form)
})

test('two numbers alike are encrypted differently; one that does not change is left as it is', async () => {
  await keepNir()
  const lines = [line({ COD_NNE: ine, COD_NNI: nir }), line({ NOM: 'TESTDEUX', COD_NNI: nir })]
  await importBytes(database, file(...lines))
  const before = (await students(database)).map((student) => String(student.nir_encrypted))
  expect(new Set(before).size).toBe(2)
  expect((await importBytes(database, file(...lines))).counts).toMatchObject({ unchanged: 2 })
  expect((await students(database)).map((student) => String(student.nir_encrypted))).toEqual(before)
})

test('a NIR that is kept survives an import that changes its student, whatever the model', async () => {
  await keepNir()
  await importBytes(database, file(line({ COD_NNE: ine, COD_NNI: nir })))
  await importBytes(database, file(line({ COD_NNE: ine, TELEPH: '0199000001' })), { modelCode: 'CHU' })
  const [student] = (await students(database)) as { id: number; nir_encrypted: Buffer; phone: string }[]
  expect(student!.phone).toBe('0199000001')
  expect(testEncryption!.decrypt(student!.nir_encrypted, nirPlace(student!.id))).toBe(nir)
})

test('logs, error lists, run lines, reports, details and mails hold no name, date, address, mail or number of anybody', async () => {
  const person = {
    NOM: 'TESTSECRET',
    NOMUSAGE: 'TESTUSAGE',
    PRENOM1: 'Confidentielle',
    PRENOM2: 'Deuxième',
    ADR1: '13 RUE CACHEE',
    COD_BDI: '9900',
    COMMUNE: 'CACHEVILLE',
    TELEPH: '06 99 88 77 66',
    MAIL: 'secrete@example.invalid',
    TELEPHFIX: 'sur demande 0123456789',
    DATENAI: '17/11/2001',
    COD_ETU: '87654321',
  }
  engine = await startImportEngine(database)
  await engine.settings.set('health.import.recipients', ['registry@example.org'], 'test')
  engine.drop(
    file(
      line({ ...person, COD_NNE: ine, IDENTIFIANT: 'loginsecret' }),
      line({ ...person, COD_NNE: ine, CODE_NATIO: '' }),
      line({ ...person, COD_NNE: ine, NOM: 'TESTAUTRE' }),
      line({ ...person, COD_NNE: ine, ADR1: '14 RUE CACHEE', MAIL: 'secrete', CMP: 'ZZZ' }),
      line({ ...person, COD_NNE: ine, DATENAI: '17/11/01' }),
      line({ ...person, COD_NNE: '', PRENOM1: 'Confidentiel', IDENTIFIANT: 'loginsecret' }),
      line({ ...person, COD_NNI: '205039999900140', ADR2: 'CACHEE'.repeat(10) }),
      `${line(person)};CACHEVILLE`,
    ),
  )
  expect((await engine.nightly()).detail).toMatchObject({ lines: 8, partial: 2 })

  // Samples of changed values are there for operators to see, in one place, which CLEAN empties; the NIR not even there.
  const { rows } = await database.pool.query(`
    with known as (select id, report -> 'changedSamples' as samples from file_exchange)
    update file_exchange set report = report - 'changedSamples' from known where known.id = file_exchange.id
    returning known.samples::text`)
  const samples = rows.map((row) => row.samples).join('\n')
  expect(samples).toContain('CACHEE')
  expect(samples).not.toMatch(/COD_NNI|2050399999/)

  const reports = filesText(engine.directory, /^(log|erreuLogs)_/)
  const program = [
    await databaseText([
      'batch_run',
      'batch_run_line',
      'batch_run_file',
      'file_exchange',
      'outgoing_mail',
      'job',
    ]),
    filesText(engine.dataDirectory, /\.json$/),
  ].join('\n')
  const secrets =
    /TESTSECRET|TESTUSAGE|TESTAUTRE|confidentiel|deuxième|cachee|cacheville|0?699887766|06 99 88|secrete|0123456789|17\/11\/2001|2001-11-17|87654321/i
  expect(reports).not.toMatch(secrets)
  expect(program).not.toMatch(secrets)
  // The two documented messages that print a datum (E_DATE_MAJ, E_CAS) do so in the reports alone.
  expect(reports).toContain('Erreur la modification de la la date de naissance : 17/11/01 pour')
  expect(reports).toContain('Identifiant déjà attribué à un autre étudiant : loginsecret pour')
  const runLines = await databaseText(['batch_run_line', 'batch_run'])
  expect(runLines).toContain('E_DATE_MAJ')
  expect(runLines).not.toMatch(/17\/11\/01|loginsecret/)
})
