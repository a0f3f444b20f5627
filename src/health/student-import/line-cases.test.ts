import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emptyBase } from '../../../test/support/student-base.ts'
import {
  addItems,
  enrolments,
  file,
  importBytes,
  line,
  students,
} from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

// health.md 6.1, cases 27 to 29 and 35: the values of one line, in the base and in the three files.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(() => emptyBase(database))
afterAll(() => database.drop())

type Cells = NonNullable<Parameters<typeof line>[0]>
const ine = '9990000011P'
const importLines = (...lines: string[]) => importBytes(database, file(...lines))

/** Imports one line; gives its errors, its warnings and the student or students that the base then has. */
async function one(cells: Cells) {
  const run = await importLines(line(cells))
  const warnings = [...run.log.matchAll(/WARN {2}ligne 2 : (.*)/g)].map((match) => match[1])
  return {
    counts: run.counts,
    errors: run.errorLog?.trimEnd().split('\n') ?? [],
    warnings,
    students: await students(database),
  }
}

/** The rejected line is in the retry file, byte for byte; no student is there. */
async function rejection(...lines: string[]) {
  const run = await importLines(...lines)
  expect(run.counts).toMatchObject({ created: 0, rejected: lines.length })
  expect(run.rejectedLines).toEqual(file(...lines))
  expect(await students(database)).toEqual([])
  return run.errorLog!.trimEnd().split('\n')
}

describe('case 27: separators, quotes, blank lines', () => {
  test('`DUPONT;FILS` makes 47 fields: rejected', async () => {
    expect(await rejection(line({ NOM: 'DUPONT;FILS', IDENTIFIANT: 'dupont' }))).toEqual([
      'Nombre de champs incorrect (47 au lieu de 46) - dossier non traité pour : ligne 2',
    ])
  })
  test('the same where the last column is empty: no name is put in a wrong field', async () => {
    expect(await rejection(line({ NOM: 'DUPONT;FILS' }))).toEqual([
      'Nombre de champs incorrect (47 au lieu de 46) - dossier non traité pour : ligne 2',
    ])
  })
  test('`"TESTUN"` is stored as `TESTUN`; the file is warned of once', async () => {
    const run = await importLines(line({ NOM: '"TESTUN"' }), line({ NOM: '"TESTDEUX"' }))
    expect((await students(database)).map((student) => student.family_name)).toEqual(['TESTUN', 'TESTDEUX'])
    expect(run.log.match(/guillemets/g)).toHaveLength(1)
  })
  test('the warning on quotes is not lost with a rejected line that has the first ones', async () => {
    const run = await importLines(line({ NOM: '"TESTUN"', PRENOM1: '' }), line({ NOM: '"TESTDEUX"' }))
    expect(run.log).toContain('WARN  ligne 3 : guillemets')
  })
  test('other quotation marks are data', async () => {
    expect((await one({ NOM: 'TEST "UN"' })).students).toMatchObject([{ family_name: 'TEST "UN"' }])
  })
  test('blank lines and lines of `;` are counted apart, and keep their numbers', async () => {
    const run = await importLines('', line(), ';;;;', '  ;\t; ', line({ PRENOM1: '' }))
    expect(run.counts).toMatchObject({ created: 1, rejected: 1, blank: 3 })
    expect(run.errorLog).toBe("La donnée 'Prénom' est absente pour : ligne 6\n")
    expect(run.log).toMatch(/Lignes vides : 3\nNombre de lignes traitées : 2\n$/)
  })
})

describe('case 28: mandatory data', () => {
  test('a name of spaces only is absent', async () => {
    expect(await rejection(line({ NOM: '   ' }))).toEqual([
      "La donnée 'Patronyme' est absente pour : ligne 2",
    ])
  })
  test('three absent in one line: three messages, one line in erreurFile, one rejection', async () => {
    expect(await rejection(line({ NOM: '', PRENOM1: '', CODE_NATIO: '' }))).toEqual([
      "La donnée 'Patronyme' est absente pour : ligne 2",
      "La donnée 'Prénom' est absente pour : ligne 2",
      "La donnée 'Nationalité' est absente pour : ligne 2",
    ])
  })
  test.each([
    ['SEXE', 'Sexe'],
    ['COD_ANU', 'Année'],
    ['DATENAI', 'Date de naissance'],
    ['ETB', 'Etablissement'],
    ['CMP', 'Composante'],
  ])('%s absent', async (column, datum) => {
    expect(await rejection(line({ [column]: '' }))).toEqual([
      `La donnée '${datum}' est absente pour : ligne 2`,
    ])
  })
  test('it is refused for a student who exists just as well', async () => {
    await importLines(line({ COD_NNE: ine }))
    expect((await one({ COD_NNE: ine, SEXE: '' })).counts).toMatchObject({ rejected: 1 })
  })
  test('a model with a default establishment takes a line without ETB', async () => {
    await database.pool.query(`update import_model set default_establishment = '0990001X' where code = 'CHU'`)
    await importBytes(database, file(line({ ETB: '' })), { modelCode: 'CHU' })
    expect(await enrolments(database)).toMatchObject([
      { establishment_code: '0990001X', component_code: 'SCI' },
    ])
  })
})

describe('case 29: birth dates', () => {
  test.each(['1/9/2004', '01-09-2004', '2004-09-01', '01/09/2004 00:00:00', '1.9.2004', '01/9/2004'])(
    '%s is 1 September 2004',
    async (DATENAI) => {
      expect((await one({ DATENAI })).students).toMatchObject([{ birth_date: '2004-09-01' }])
    },
  )
  test.each(['01/09/04', '09/13/2004', '31/02/2001', '20040901', '38231', '1 sept. 2004', '03/03/2026'])(
    '%s is not readable',
    async (DATENAI) => {
      expect(await rejection(line({ DATENAI, COD_NNE: ine }))).toEqual([
        `Date de naissance non lisible - dossier non traité poue l'INE suivant : ${ine}`,
      ])
    },
  )
})

describe('case 35: values of one column', () => {
  test('COD_BDI `1000` with PAYS 100: `01000` and a warning', async () => {
    expect(await one({ COD_BDI: '1000', PAYS: '100' })).toMatchObject({
      warnings: ['COD_BDI : complété à 5 chiffres par un zéro'],
      students: [{ postal_code: '01000', country_code: '100' }],
    })
  })
  test('MAIL `a@b` is not stored, the old one is kept', async () => {
    await importLines(line({ MAIL: 'zoe.testun@example.invalid' }))
    expect(await one({ MAIL: 'a@b' })).toMatchObject({
      warnings: ['MAIL : adresse non valide, valeur non enregistrée'],
      students: [{ email: 'zoe.testun@example.invalid' }],
    })
  })
  test('TELEPH `06.12.34.56.78` is `0612345678`', async () => {
    expect((await one({ TELEPH: '06.12.34.56.78' })).students).toMatchObject([{ phone: '0612345678' }])
  })
  test('ADR1 of 51 characters is cut at 50, with a warning', async () => {
    expect(await one({ ADR1: `${'R'.repeat(50)}X` })).toMatchObject({
      warnings: ['ADR1 : coupé à 50 caractères'],
      students: [{ address1: 'R'.repeat(50) }],
    })
  })
  test('COD_ANU outside 1990 … next year: E_ANNEE', async () => {
    const message = (year: string) =>
      `Code année invalide : ${year} - dossier non traité pour l'INE suivant : ${ine}`
    expect(
      await rejection(...['1989', '2028', '25'].map((COD_ANU) => line({ COD_ANU, COD_NNE: ine }))),
    ).toEqual(['1989', '2028', '25'].map(message))
    expect((await one({ COD_ANU: '2027' })).counts).toMatchObject({ created: 1 })
  })
  test('a byte that the character set lacks rejects its line', async () => {
    expect(await rejection(line({ NOM: 'TEST\x81' }))).toEqual([
      'Caractère non lisible - dossier non traité pour : ligne 2',
    ])
  })
})
