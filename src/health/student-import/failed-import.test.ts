import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addItems, file, filesOf, importBytes, line, students } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { TechnicalFailureError } from './import-lines.ts'

// What becomes of an import that cannot go on (health.md 3.7 E_TECHNIQUE, 6.1 case 25; design.md: one transaction).

let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterAll(() => database.drop())
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nocturne-import-'))
})
afterEach(async () => {
  await database.pool.query('alter table student drop constraint if exists refused_by_the_base')
  await database.pool.query(
    'truncate student, enrolment, student_source, student_ine_alias, student_change, file_exchange cascade',
  )
})

/** Stands for any failure of the database on one row. */
async function baseRefuses(condition: string): Promise<void> {
  await database.pool.query(
    `alter table student add constraint refused_by_the_base check (not (${condition}))`,
  )
}

const names = ['AA', 'BB', 'CC', 'DD', 'EE', 'FF', 'GG'].map((end) => `TEST${end}`)

async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query(
    `select (select count(*) from student) as student, (select count(*) from enrolment) as enrolment,
            (select count(*) from student_source) as source, (select count(*) from student_change) as change`,
  )
  return rows[0]
}

test('case 25: a directory that cannot be written to: said before anything is read, with its name', async () => {
  // Nobody, not even root, makes a file there.
  await expect(importBytes(database, null, { directory: '/proc', path: '/nowhere' })).rejects.toThrow(
    "Répertoire d'import non accessible en écriture : /proc",
  )
  const { rows } = await database.pool.query('select from file_exchange')
  expect(rows).toEqual([])
})

test('a commit that is refused: nothing is applied, the log does not end as if it were, the exchange has failed', async () => {
  const refused = importBytes(database, file(line(), line({ NOM: 'TESTDEUX', CODE_NATIO: '' })), {
    directory,
    beforeCommit: () => Promise.reject(new Error('the run no longer belongs to this node')),
  })
  await expect(refused).rejects.toThrow('the run no longer belongs to this node')
  expect(await rowCounts()).toMatchObject({ student: 0, enrolment: 0 })
  expect(filesOf(directory)).toEqual(['Calcium.csv', 'log_20260302_050024.txt'])
  expect(readFileSync(join(directory, 'log_20260302_050024.txt'), 'utf8')).toMatch(
    /\n2026-03-02T05:00:24 ERROR the run no longer belongs to this node\n$/,
  )
  expect((await database.pool.query('select state, lines from file_exchange')).rows).toEqual([
    { state: 'failed', lines: 0 },
  ])
})

test('a line that the database refuses is rejected with E_TECHNIQUE; the lines around it are applied', async () => {
  await baseRefuses(`family_name = 'TESTDD'`)
  const run = await importBytes(database, file(...names.map((NOM) => line({ NOM }))))
  expect(run.counts).toMatchObject({ created: 6, rejected: 1 })
  expect(run.errorLog).toBe('Erreur technique - dossier non traité pour : ligne 5\n')
  expect(run.rejectedLines?.toString('latin1')).toContain('TESTDD')
  expect((await students(database)).map((student) => student.family_name)).toEqual(
    names.filter((name) => name !== 'TESTDD'),
  )
})

test('the same where the refused line would have updated a student, and later sets update others', async () => {
  await importBytes(database, file(...names.map((NOM) => line({ NOM }))))
  await baseRefuses(`town = 'REFUSBOURG'`)
  const towns = names.map((NOM, index) => line({ NOM, COMMUNE: index === 0 ? 'REFUSBOURG' : 'TESTBOURG' }))
  const run = await importBytes(database, file(...towns), { setLines: 2 })
  expect(run.counts).toMatchObject({ updated: 6, rejected: 1 })
  expect((await students(database)).map((student) => student.town)).toEqual([
    null,
    ...Array.from({ length: 6 }, () => 'TESTBOURG'),
  ])
})

test('fifty such lines in a row stop the run: nothing is applied', async () => {
  await baseRefuses(`family_name like 'TESTFAUTE%'`)
  const faults = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      line({ NOM: `TESTFAUTE${'ABCDEFGHIJ'[index % 10]}`, PRENOM1: `A${'BCDEFG'[Math.floor(index / 10)]}` }),
    )
  const good = line({ NOM: 'TESTBON' })
  const run = await importBytes(database, file(good, ...faults(49), good), { directory })
  expect(run.counts).toMatchObject({ created: 1, unchanged: 1, rejected: 49 })
  await expect(importBytes(database, file(...faults(50)), { directory })).rejects.toThrow(
    TechnicalFailureError,
  )
  expect(await rowCounts()).toMatchObject({ student: 1, enrolment: 1 })
})

test('an import that is told to stop while a set is being sent leaves nothing of that set behind', async () => {
  const lines = Array.from({ length: 9_000 }, (_, index) =>
    line({ NOM: `TEST${letters(index)}`, ADR1: `${index} RUE DES ESSAIS` }),
  )
  const stop = new AbortController()
  const stopped = importBytes(database, file(...lines), {
    directory,
    signal: stop.signal,
    onProgress: (done) => {
      if (done > 400_000) stop.abort(new Error('told to stop'))
    },
  })
  await expect(stopped).rejects.toThrow('told to stop')
  // What was still being sent would have waited for this connection.
  await database.pool.query('select 1')
  expect(await rowCounts()).toEqual({ student: 0, enrolment: 0, source: 0, change: 0 })
})

function letters(number: number): string {
  return [...String(number)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')
}

test('after an import that was rolled back, statistics call the base empty: updates go by the indexes all the same', async () => {
  const everybody = (ADR1: string) =>
    file(...Array.from({ length: 12_000 }, (_, index) => line({ NOM: `TEST${letters(index)}`, ADR1 })))
  const rolledBack = importBytes(database, everybody('12 RUE DES ESSAIS'), {
    directory,
    beforeCommit: () => Promise.reject(new Error('rolled back')),
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  await database.pool.query('analyze student, enrolment, student_source')
  await importBytes(database, everybody('12 RUE DES ESSAIS'), { directory })
  const begun = performance.now()
  const run = await importBytes(database, everybody('7 AVENUE DU MODÈLE'), { directory })
  expect(run.counts).toMatchObject({ updated: 12_000 })
  // Two seconds; reading the tables for every set took a minute.
  expect(performance.now() - begun).toBeLessThan(20_000)
})
