import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anyLine, fileBytes } from '../../../test/support/random-student-files.ts'
import { baseState, emptyBase } from '../../../test/support/student-base.ts'
import {
  addItems,
  enrolments,
  file,
  importBytes,
  line,
  students,
} from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

// health.md 3.8-6: lines of one file act as if each had been written before the next was read, wherever sets end.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
beforeEach(() => emptyBase(database))
afterAll(() => database.drop())

const ine = '9990000011P'

describe.each([
  ['in one set', undefined],
  ['each line in a set of its own', 1],
])('%s', (_, setLines) => {
  const importLines = (...lines: string[]) =>
    importBytes(database, file(...lines), setLines === undefined ? {} : { setLines })

  test('another address in a second line: the last line wins, with a warning', async () => {
    const run = await importLines(line({ ADR1: '12 RUE DES ESSAIS' }), line({ ADR1: '7 AVENUE DU MODÈLE' }))
    expect(run.counts).toMatchObject({ created: 1, updated: 1 })
    expect(run.log).toContain('WARN  ligne 3 : Adresse différente dans le même fichier')
    expect(await students(database)).toMatchObject([{ address1: '7 AVENUE DU MODÈLE' }])
  })
  test('the warning comes as well when the first line changed nothing', async () => {
    await importLines(line({ ADR1: '12 RUE DES ESSAIS' }))
    const run = await importLines(line({ ADR1: '12 RUE DES ESSAIS' }), line({ ADR1: '7 AVENUE DU MODÈLE' }))
    expect(run.counts).toMatchObject({ unchanged: 1, updated: 1 })
    expect(run.log).toContain('WARN  ligne 3 : Adresse différente dans le même fichier')
  })
  test('an INE that the first line gives a student finds him for the second', async () => {
    await importLines(line())
    const run = await importLines(
      line({ COD_NNE: ine }),
      line({ COD_NNE: ine, DATENAI: '31/02/2005', TELEPH: '0199000001' }),
    )
    expect(run.counts).toMatchObject({ updated: 1, partial: 1 })
    expect(await students(database)).toMatchObject([{ ine, phone: '0199000001' }])
  })
  test('the same four data twice, without INE: one student', async () => {
    expect((await importLines(line(), line({ TELEPH: '0199000001' }))).counts).toMatchObject({
      created: 1,
      updated: 1,
    })
    expect(await students(database)).toHaveLength(1)
  })
  test('the same four data with two INEs: the second line is for a person to settle (E_INE)', async () => {
    const run = await importLines(line({ COD_NNE: ine }), line({ COD_NNE: '9990000022B' }))
    expect(run.errorLog).toBe(
      "INE différent en base pour les mêmes clés secondaires - dossier non traité pour l'INE suivant : 9990000022B\n",
    )
    expect(await students(database)).toMatchObject([{ ine }])
  })
  test('the same INE on two people: the first line wins, the second is E_CLES', async () => {
    const run = await importLines(line({ COD_NNE: ine }), line({ COD_NNE: ine, NOM: 'TESTDEUX' }))
    expect(run.counts).toMatchObject({ created: 1, rejected: 1 })
    expect(run.errorLog).toContain('Les clés secondaires')
  })
  test('an old INE, then the national one: replaced, kept as alias, and both find the student afterwards', async () => {
    const old = line({ COD_NNE: ine })
    const national = line({ COD_NNE: '999000001AB' })
    const run = await importLines(old, national, old, national)
    expect(run.counts).toMatchObject({ created: 1, updated: 1, unchanged: 2, rejected: 0 })
    expect(run.log).toContain('WARN  ligne 3 : COD_NNE : INE remplacé, ancien INE gardé comme alias')
    expect(await students(database)).toMatchObject([{ ine: '999000001AB' }])
    expect((await database.pool.query('select ine from student_ine_alias')).rows).toEqual([{ ine }])
    expect((await importLines(old, national)).counts).toMatchObject({ unchanged: 2 })
  })
  test('a merged student is not met: his INE is an alias of the one who was kept', async () => {
    await importLines(line({ COD_NNE: ine }), line({ NOM: 'TESTUNE', COD_NNE: '9990000022B' }))
    await database.pool.query(`
      update student set merged_into = (select id from student where ine = '${ine}') where family_name = 'TESTUNE';
      insert into student_ine_alias select id, '9990000022B', 'fusion' from student where ine = '${ine}'`)
    const run = await importLines(line({ COD_NNE: '9990000022B', TELEPH: '0199000001' }))
    expect(run.counts).toMatchObject({ updated: 1 })
    expect((await students(database)).map((student) => student.phone)).toEqual(['0199000001', null])
  })
  test('a login passes from one to another within a file, once the first has given it up', async () => {
    const one = { NOM: 'TESTUN', COD_NNE: ine }
    const two = { NOM: 'TESTDEUX', COD_NNE: '9990000022B' }
    await importLines(line({ ...one, IDENTIFIANT: 'un' }), line({ ...two, IDENTIFIANT: 'deux' }))
    const run = await importLines(
      line({ ...one, IDENTIFIANT: 'autre' }),
      line({ ...two, IDENTIFIANT: 'UN' }),
      line({ ...one, IDENTIFIANT: 'deux' }),
    )
    expect(run).toMatchObject({ errorLog: null, counts: { updated: 3 } })
    expect((await students(database)).map((student) => student.login)).toEqual(['deux', 'UN'])
  })
  test('two who exchange logins without more ado get neither: each line meets the other one’s', async () => {
    const one = { NOM: 'TESTUN', COD_NNE: ine }
    const two = { NOM: 'TESTDEUX', COD_NNE: '9990000022B' }
    await importLines(line({ ...one, IDENTIFIANT: 'un' }), line({ ...two, IDENTIFIANT: 'deux' }))
    const run = await importLines(line({ ...one, IDENTIFIANT: 'deux' }), line({ ...two, IDENTIFIANT: 'un' }))
    expect(run.counts).toMatchObject({ partial: 2 })
    expect((await students(database)).map((student) => student.login)).toEqual(['un', 'deux'])
  })
  test('a login with a backslash is known in a first import too', async () => {
    const run = await importLines(
      line({ IDENTIFIANT: 'D\\tester' }),
      line({ NOM: 'TESTDEUX', IDENTIFIANT: 'd\\TESTER' }),
    )
    expect(run.errorLog).toContain('Identifiant déjà attribué à un autre étudiant : d\\TESTER')
  })
  test('an enrolment that a second line completes', async () => {
    await importLines(line({ CURSUS: 'L' }), line({ CURSUS: 'L', ANNEE: '2' }))
    expect(await enrolments(database)).toMatchObject([{ cursus: 'L', cursus_year: '2', line: 3 }])
  })
})

test('an address that goes back and forth within a set: the same file again changes nothing', async () => {
  const there = line({ ADR1: '12 RUE DES ESSAIS' })
  const back = line({ ADR1: '7 AVENUE DU MODÈLE' })
  await importBytes(database, file(there, back))
  const before = await students(database)
  const again = await importBytes(database, file(there, back))
  expect(again.counts).toMatchObject({ updated: 0, unchanged: 2 })
  expect(await students(database)).toEqual(before)
})

test('marks of rules that no longer hold give way: they do not pile up', async () => {
  for (let edition = 0; edition < 5; edition++) {
    await database.pool.query(`update import_model set label = 'Apogée ${edition}' where code = 'APOGEE'`)
    await importBytes(database, file(line()))
  }
  expect((await database.pool.query('select cardinality(marks) as marks from student_source')).rows).toEqual([
    { marks: 1 },
  ])
})

test('a known line beside one that always warns leaves its link alone, night after night', async () => {
  const night = () => importBytes(database, file(line(), line({ CMP: 'ZZZ' })))
  await night()
  const link = async () => (await database.pool.query('select xmin::text, * from student_source')).rows
  await night()
  const before = await link()
  await night()
  expect(await link()).toEqual(before)
})

test('random files: wherever sets end, the same base and the same rejections', async () => {
  const other = await createTestDatabase()
  await addItems(other)
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyLine, { minLength: 2, maxLength: 12 }), { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 4 }),
        async (files, setLines) => {
          const results = await Promise.allSettled(
            [database, other].map(async (base) => {
              await emptyBase(base)
              const told: unknown[] = []
              for (const [index, lines] of files.entries()) {
                const run = await importBytes(base, fileBytes(lines), {
                  runId: index + 1,
                  ...(base === other ? { setLines } : {}),
                })
                const { updated, unchanged, ...counts } = run.counts
                // Lines that undo each other are unchanged where one set sees it.
                told.push(
                  { ...counts, written: updated + unchanged },
                  run.errorLog,
                  run.rejectedLines?.toString('latin1'),
                )
              }
              const { changes, ...state } = await baseState(base)
              const enrolled = state.enrolments!.map((row) => ({
                ...(row as object),
                run_id: null,
                line: null,
              }))
              const people = state.students!.map((row) => ({ ...(row as object), version: null }))
              return { told, ...state, enrolments: enrolled, students: people }
            }),
          )
          expect(results[1]).toEqual(results[0])
          expect(results[0]!.status).toBe('fulfilled')
        },
      ),
      { numRuns: process.env.SOAK ? 1_000 : 20 },
    )
  } finally {
    await other.drop()
  }
}, 3_600_000)

test('quotation marks are told of once a file, also when the database makes the lines be read again', async () => {
  // An INE replaced and met again in one set: the database refuses the set, and it is planned anew.
  const lines = [
    line({ COD_NNE: ine }),
    line({ COD_NNE: '999000001AB' }),
    line({ COD_NNE: ine }),
    line({ COD_NNE: '9990000011', NOM: '"TESTUN"', PRENOM1: 'PAUL' }),
  ]
  for (const dryRun of [true, false]) {
    const run = await importBytes(database, file(...lines), { dryRun })
    expect(run.log.match(/guillemets entourant/g)).toHaveLength(1)
  }
})
