import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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

// The worked example of health.md 6.2 on a real base; worked-example.test.ts has it by the pure rules alone.

let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
beforeEach(async () => {
  await emptyBase(database)
  directory = mkdtempSync(join(tmpdir(), 'nocturne-import-'))
  // Known before: students A and B.
  const old = { ADR1: '1 RUE ANCIENNE', COMMUNE: 'ESSAIVILLE' }
  await importBytes(
    database,
    file(
      line({
        COD_NNE: '9990000022B',
        NOM: 'TESTDEUX',
        PRENOM1: 'Paul',
        SEXE: 'M',
        DATENAI: '12/06/2003',
        COD_ANU: '2024',
        ...old,
      }),
      line({
        COD_NNE: '9990000044A',
        NOM: 'TESTQUATRE',
        PRENOM1: 'Anne',
        DATENAI: '05/05/2002',
        COD_ANU: '2024',
        ...old,
      }),
    ),
  )
})
afterAll(() => database.drop())

const lines = [
  '2025;9990000011P;;22500001;TESTUN;;Zoé;;;F;14/03/2005;100;;;;N;;;12 RUE DES ESSAIS;;;99001;ESSAIVILLE;100;0199000001;zoe.testun@example.invalid;;;;;;;;;0990001X;SCI;L;1;LICENCE TEST;;S;2023;;2025;2023;testun1',
  '2025;9990000022B;;22500002;TESTDEUX;;PAUL;;;M;12/06/2003;100;;;;;;;7 AVENUE DU MODÈLE;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;ZZZ;L;3;;;;;;;;testdeux2',
  '2025;9990000033N;;22500003;TESTTROIS;;Ali;;;M;01/09/2004;;;;;;;;;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;SCI;L;1;;;;;;;;testtrois3',
  '2025;9990000044A;;22500004;TESTQUATRE;;Anna;;;F;05/05/2002;100;;;;;;;;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;SCI;L;1;;;;;;;;testquatre4',
  '2025;9990000055M;;22500005;TESTCINQ;;Inès;;;F;31/02/2001;100;;;;;;;;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;SCI;L;1;;;;;;;;testcinq5',
]
const calcium = file(...lines)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const names = async () => (await students(database)).map((student) => student.family_name)

test('the file is imported: three files byte for byte, and the base', async () => {
  expect(sha256(calcium)).toBe('fe10b8b3bd460d7ff6ba9edda79b0a3ad1def91b8d100fcfbe6eff7f164c3155')
  await importBytes(database, calcium, { directory })
  expect(readdirSync(directory).sort()).toEqual([
    'Calcium.csv',
    'erreuLogs_20260302_050024.txt',
    'erreurFile_20260302_050024.csv',
    'log_20260302_050024.txt',
  ])
  expect(
    readFileSync(join(directory, 'log_20260302_050024.txt'), 'utf8'),
  ).toBe(`2026-03-02T05:00:24 INFO  Import de la base de Scolarité - modèle APOGEE - origine IMP_QUO
2026-03-02T05:00:24 INFO  Fichier Calcium.csv - 1137 octets - SHA-256 fe10b8b3bd460d7f - version 1.2.1 - 46 colonnes
2026-03-02T05:00:24 INFO  ligne 2 : dossier créé - INE 9990000011P
2026-03-02T05:00:24 INFO  ligne 3 : dossier mis à jour - INE 9990000022B
2026-03-02T05:00:24 WARN  ligne 3 : code CMP inconnu ZZZ (ETB 0990001X)
2026-03-02T05:00:24 ERROR ligne 4 : La donnée 'Nationalité' est absente pour : ligne 4
2026-03-02T05:00:24 ERROR ligne 5 : Les clés secondaires (Patronyme, Prenom, DateNaiss et Nationalite) ne correspondent pas - dossier non traité pour l'INE suivant : 9990000044A
2026-03-02T05:00:24 ERROR ligne 6 : Date de naissance non lisible - dossier non traité poue l'INE suivant : 9990000055M
2026-03-02T05:00:24 INFO  Codes inconnus : CMP ZZZ (1)
2026-03-02T05:00:24 INFO  Dossiers créés : 1
2026-03-02T05:00:24 INFO  Dossiers mis à jour : 1
2026-03-02T05:00:24 INFO  Dossiers inchangés : 0
2026-03-02T05:00:24 INFO  Dossiers partiels : 0
2026-03-02T05:00:24 INFO  Lignes rejetées : 3
2026-03-02T05:00:24 INFO  Lignes vides : 0
Nombre de lignes traitées : 5
`)
  const errors = readFileSync(join(directory, 'erreuLogs_20260302_050024.txt'))
  expect([errors.length, sha256(errors)]).toEqual([
    282,
    '02bf64f1997ac311af2fcfe62e2195b8959b6930d6c98c91ed6cc2cf9182f837',
  ])
  const retry = readFileSync(join(directory, 'erreurFile_20260302_050024.csv'))
  expect([retry.length, sha256(retry)]).toEqual([
    773,
    'eeb36751f156191a31bb6dac13612271bada55b8e1b9cba828297063613d0787',
  ])

  expect(await students(database)).toMatchObject([
    { first_name: 'Paul', address1: '7 AVENUE DU MODÈLE', postal_code: '99001' },
    { first_name: 'Anne', address1: '1 RUE ANCIENNE', newest_year: 2024 },
    { family_name: 'TESTUN', first_name: 'Zoé', email: 'zoe.testun@example.invalid', login: 'testun1' },
  ])
  const of2025 = (await enrolments(database)).filter((enrolment) => enrolment.year === 2025)
  expect(of2025).toMatchObject([
    { establishment_code: '0990001X', component_code: 'ZZZ', component_id: null },
    {
      establishment_code: '0990001X',
      component_code: 'SCI',
      diploma: 'LICENCE TEST',
      bac_code: 'S',
      bac_year: 2023,
    },
  ])
})

test('the retry file, corrected and imported: 2 created, 1 rejected', async () => {
  const { rejectedLines } = await importBytes(database, calcium)
  const corrected = rejectedLines!
    .toString('latin1')
    .replace('01/09/2004;;', '01/09/2004;100;')
    .replace('31/02/2001', '28/02/2001')
  const run = await importBytes(database, Buffer.from(corrected, 'latin1'))
  expect(run.counts).toMatchObject({ created: 2, updated: 0, rejected: 1 })
  expect(await names()).toEqual(['TESTDEUX', 'TESTQUATRE', 'TESTUN', 'TESTTROIS', 'TESTCINQ'])
})

test('Calcium.csv again, unchanged: 0 created, 0 updated, 2 unchanged, 3 rejected', async () => {
  await importBytes(database, calcium)
  const before = await students(database)
  expect((await importBytes(database, calcium)).counts).toEqual({
    created: 0,
    updated: 0,
    unchanged: 2,
    partial: 0,
    rejected: 3,
    blank: 0,
  })
  expect(await students(database)).toEqual(before)
})
