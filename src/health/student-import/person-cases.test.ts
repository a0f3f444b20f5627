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

// health.md 6.1, cases 30 to 34: whom a line is about, and what it makes of them.

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

describe('case 30: a date that cannot be read', () => {
  const unreadable = { COD_NNE: ine, DATENAI: '31/02/2005' }
  test('INE unknown: E_DATE', async () => {
    expect(await rejection(line(unreadable))).toEqual([
      `Date de naissance non lisible - dossier non traité poue l'INE suivant : ${ine}`,
    ])
  })
  test('INE known and the rest equal: E_DATE_MAJ, the telephone is updated, the birth date is not', async () => {
    await importLines(line({ COD_NNE: ine, TELEPH: '0199000001' }))
    const received = line({ ...unreadable, TELEPH: '0199000002' })
    const run = await importLines(received)
    expect(run.counts).toMatchObject({ partial: 1, rejected: 0 })
    expect(run.errorLog).toBe(
      `Erreur la modification de la la date de naissance : 31/02/2005 pour : ${ine}\n`,
    )
    expect(run.rejectedLines).toEqual(file(received))
    expect(await students(database)).toMatchObject([{ phone: '0199000002', birth_date: '2005-03-14' }])
  })
  test('INE known and another name: E_CLES', async () => {
    await importLines(line({ COD_NNE: ine }))
    expect((await one({ ...unreadable, NOM: 'AUTRE' })).errors).toEqual([
      `Les clés secondaires (Patronyme, Prenom, DateNaiss et Nationalite) ne correspondent pas - dossier non traité pour l'INE suivant : ${ine}`,
    ])
  })
  test('INE carried by two students: E_MULTI', async () => {
    await importLines(line({ COD_NNE: ine }), line({ NOM: 'TESTDEUX' }))
    await database.pool.query('update student set ine = $1', [ine])
    expect((await one(unreadable)).errors).toEqual([`Multiple code INE présent en base pour ${ine}`])
  })
})

describe('case 31: INE', () => {
  test('a wrong key warns, the line is imported', async () => {
    const { counts, warnings, students } = await one({ COD_NNE: '1234567890A' })
    expect({ counts, warnings, students }).toMatchObject({
      counts: { created: 1 },
      warnings: ['COD_NNE : clé incorrecte, INE conservé'],
      students: [{ ine: '1234567890A' }],
    })
  })
  test('`123456789ab` in lower case, with spaces or hyphens, is `123456789AB`', async () => {
    await importLines(line({ COD_NNE: '123456789AB', TELEPH: '0199000001' }))
    for (const COD_NNE of ['123456789ab', '123 456-789 AB'])
      expect((await one({ COD_NNE, TELEPH: '0199000001' })).counts).toMatchObject({ unchanged: 1 })
  })
  test('ten characters match the eleven of the student', async () => {
    await importLines(line({ COD_NNE: ine }))
    expect((await one({ COD_NNE: ine.slice(0, 10) })).counts).toMatchObject({ unchanged: 1 })
    expect(await students(database)).toMatchObject([{ ine }])
  })
  test('a shape that none has: the line is matched as if without INE, with a warning', async () => {
    const { warnings, students } = await one({ COD_NNE: '12' })
    expect(warnings).toEqual(['COD_NNE : forme inconnue, ligne traitée comme sans INE'])
    expect(students).toMatchObject([{ ine: null }])
  })
  test('absent, the four data known once: update; known twice: E_DOUBLON', async () => {
    await importLines(line({ COD_NNE: ine }))
    expect((await one({ TELEPH: '0199000001' })).counts).toMatchObject({ updated: 1 })
    await database.pool.query(`insert into student (family_name, first_name, name_key, first_name_key, sex, birth_date,
      nationality_code) select family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code from student`)
    expect((await one({ TELEPH: '0199000001' })).errors).toEqual([
      "Doublons potentiels car plusieurs réponses selon les clés secondaires - dossier non traité pour l'INE suivant : (INE absent, ligne 2)",
    ])
  })
})

describe('case 32: spellings', () => {
  test.each(['Le Goff', 'LEGOFF', 'Le-Goff'])(
    '`LE GOFF` stored, `%s` received: the same person',
    async (NOM) => {
      await importLines(line({ NOM: 'LE GOFF' }))
      expect(await one({ NOM })).toMatchObject({
        counts: { unchanged: 1 },
        students: [{ family_name: 'LE GOFF' }],
      })
    },
  )
  test('`Zoé` stored, `ZOE` received: the same person, `Zoé` kept', async () => {
    await importLines(line({ PRENOM1: 'Zoé' }))
    expect(await one({ PRENOM1: 'ZOE' })).toMatchObject({
      counts: { unchanged: 1 },
      students: [{ first_name: 'Zoé' }],
    })
  })
  test('`ZOE` stored, `Zoé` received: the accents are taken over', async () => {
    await importLines(line({ PRENOM1: 'ZOE' }))
    expect(await one({ PRENOM1: 'Zoé' })).toMatchObject({
      counts: { updated: 1 },
      students: [{ first_name: 'Zoé' }],
    })
  })
  test('nationality changed with the same INE: E_CLES until it is corrected by hand, then imported', async () => {
    await importLines(line({ COD_NNE: ine, CODE_NATIO: '109' }))
    expect((await one({ COD_NNE: ine })).errors).toMatchObject([
      expect.stringContaining('Les clés secondaires'),
    ])
    await database.pool.query(`update student set nationality_code = '100'`)
    expect((await one({ COD_NNE: ine })).counts).toMatchObject({ updated: 1 })
  })
})

describe('case 33: codes that no nomenclature has', () => {
  test('an unknown CMP: imported raw, a warning, a summary before the counters', async () => {
    const run = await importLines(line({ CMP: 'ZZZ' }), line({ NOM: 'TESTDEUX', CMP: 'ZZZ' }))
    expect(run.counts).toMatchObject({ created: 2 })
    expect(run.log).toContain('WARN  ligne 2 : code CMP inconnu ZZZ (ETB 0990001X)\n')
    expect(run.log).toMatch(/Codes inconnus : CMP ZZZ \(2\)\n.*Dossiers créés : 2\n/)
    expect(await enrolments(database)).toMatchObject([
      { component_code: 'ZZZ', component_id: null },
      { component_code: 'ZZZ', component_id: null },
    ])
  })
  test('a CMP that is valid under another ETB only is unknown', async () => {
    expect((await one({ CMP: 'MED' })).warnings).toEqual(['code CMP inconnu MED (ETB 0990001X)'])
  })
  test('nomenclature completed, then the same file: the reference is attached, the line updated', async () => {
    const add = `insert into nomenclature_item (nomenclature_id, parent_id, code, label)
      select nomenclature_id, id, 'NEU', 'Neuve' from nomenclature_item where code = '0990001X' returning id`
    await importLines(line({ CMP: 'NEU' }))
    const { rows } = await database.pool.query(add)
    expect((await one({ CMP: 'NEU' })).counts).toMatchObject({ updated: 1 })
    expect(await enrolments(database)).toMatchObject([{ component_id: rows[0].id }])
  })
  test('a strict model rejects the line instead', async () => {
    await database.pool.query(`update import_model set strict_codes = true where code = 'APOGEE'`)
    expect(await rejection(line({ CMP: 'ZZZ', COD_NNE: ine }))).toEqual([
      `Code inconnu : CMP ZZZ (ETB 0990001X) - dossier non traité pour l'INE suivant : ${ine}`,
    ])
  })
})

describe('case 34: the same student again', () => {
  test('two lines, two composantes: one student, two enrolments', async () => {
    const run = await importLines(line(), line({ CMP: 'DRT' }))
    expect(run.counts).toMatchObject({ created: 1, updated: 1 })
    expect(await students(database)).toHaveLength(1)
    expect(await enrolments(database)).toMatchObject([{ component_code: 'DRT' }, { component_code: 'SCI' }])
  })
  test('the same line twice: one created, one unchanged', async () => {
    expect((await importLines(line(), line())).counts).toMatchObject({ created: 1, unchanged: 1 })
  })
  test('COD_ANU 2023 after 2025: an enrolment more, the address untouched', async () => {
    await importLines(line({ ADR1: '12 RUE DES ESSAIS', COMMUNE: 'ESSAIVILLE' }))
    expect(
      (await one({ COD_ANU: '2023', ADR1: '1 RUE ANCIENNE', COMMUNE: 'TESTBOURG' })).counts,
    ).toMatchObject({
      updated: 1,
    })
    expect(await students(database)).toMatchObject([{ address1: '12 RUE DES ESSAIS', town: 'ESSAIVILLE' }])
    expect(await enrolments(database)).toMatchObject([{ year: 2023 }, { year: 2025 }])
  })
})
