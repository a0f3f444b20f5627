import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkContext } from './line/check-context.ts'
import { checkLine } from './line/check-line.ts'
import { columnNames } from './line/columns.ts'
import { ine10Of } from './line/ine.ts'
import { readFields } from './line/line-fields.ts'
import { bookOf, modelWith, storedStudent, today } from './line/sample-line.ts'
import { applyToEnrolment } from './match/apply-enrolment.ts'
import { acceptedOutcome, applyToStudent } from './match/apply-line.ts'
import { decide } from './match/decide.ts'
import type { Issue } from './messages/issue.ts'
import {
  errorLogText,
  logAcceptedLine,
  logClosing,
  logFile,
  logIssues,
  logOpening,
  logUnknownCodes,
} from './report/log-text.ts'
import { mailBody, mailSubject } from './report/report-mail.ts'
import { reportNames, reportStamp } from './report/report-names.ts'

/** The worked example of health.md 6.2, from the bytes of the file to the bytes of its reports. */

const lines = [
  columnNames.join(';'),
  '2025;9990000011P;;22500001;TESTUN;;Zoé;;;F;14/03/2005;100;;;;N;;;12 RUE DES ESSAIS;;;99001;ESSAIVILLE;100;0199000001;zoe.testun@example.invalid;;;;;;;;;0990001X;SCI;L;1;LICENCE TEST;;S;2023;;2025;2023;testun1',
  '2025;9990000022B;;22500002;TESTDEUX;;PAUL;;;M;12/06/2003;100;;;;;;;7 AVENUE DU MODÈLE;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;ZZZ;L;3;;;;;;;;testdeux2',
  '2025;9990000033N;;22500003;TESTTROIS;;Ali;;;M;01/09/2004;;;;;;;;;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;SCI;L;1;;;;;;;;testtrois3',
  '2025;9990000044A;;22500004;TESTQUATRE;;Anna;;;F;05/05/2002;100;;;;;;;;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;SCI;L;1;;;;;;;;testquatre4',
  '2025;9990000055M;;22500005;TESTCINQ;;Inès;;;F;31/02/2001;100;;;;;;;;;;99001;ESSAIVILLE;100;;;;;;;;;;;0990001X;SCI;L;1;;;;;;;;testcinq5',
]
const file = Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1')
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const at = '2026-03-02T05:00:24'
const model = modelWith()

const known = [
  storedStudent({
    COD_NNE: '9990000022B',
    NOM: 'TESTDEUX',
    PRENOM1: 'Paul',
    SEXE: 'M',
    DATENAI: '12/06/2003',
    ADR1: '1 RUE ANCIENNE',
    COMMUNE: 'ESSAIVILLE',
  }),
  storedStudent(
    { COD_NNE: '9990000044A', NOM: 'TESTQUATRE', PRENOM1: 'Anne', DATENAI: '05/05/2002' },
    { id: 2 },
  ),
]

/** One line through all the rules, as an import does it: its part of the log, its errors, its outcome. */
function treat(text: string, number: number) {
  const bytes = Buffer.from(text, 'latin1')
  const read = readFields(bytes, 0, bytes.length, number, 46, false)
  if (read.kind !== 'fields') throw new Error(read.kind)
  const checked = checkLine(read.fields, number, checkContext(model, bookOf(), today), read.warnings)
  const rejected = (issues: readonly Issue[]) => ({
    log: logIssues(at, number, issues),
    issues,
    outcome: 'rejected',
  })
  if (!checked.ok) return rejected(checked.issues)
  const { line } = checked
  const decision = decide(
    line,
    known.filter((student) => ine10Of(student.data.ine!) === line.ine10),
    [],
  )
  if (decision.kind === 'reject') return rejected([decision.issue])
  const student = applyToStudent(
    line,
    decision,
    decision.kind === 'create' ? null : decision.student,
    model,
    false,
  )
  const outcome = acceptedOutcome(decision, student, applyToEnrolment(line, null, model))
  const issues = [...line.warnings, ...student.issues]
  return { log: logAcceptedLine(at, number, outcome, line.displayIne, issues), issues, outcome, student }
}

const results = lines.slice(1).map((line, index) => treat(line, index + 2))
const counters = { created: 1, updated: 1, unchanged: 0, partial: 0, rejected: 3, blank: 0 }

test('the file is the one of the example', () => {
  expect(file).toHaveLength(1137)
  expect(sha256(file)).toBe('fe10b8b3bd460d7ff6ba9edda79b0a3ad1def91b8d100fcfbe6eff7f164c3155')
})

test('log_20260302_050024.txt', () => {
  const log =
    logOpening(at, 'APOGEE', 'IMP_QUO') +
    logFile(at, {
      name: 'Calcium.csv',
      bytes: 1137,
      sha256: sha256(file),
      formatVersion: '1.2.1',
      columns: 46,
    }) +
    results.map((result) => result.log).join('') +
    logUnknownCodes(at, [{ column: 'CMP', code: 'ZZZ', count: 1 }]) +
    logClosing(at, counters)
  expect(log).toBe(`2026-03-02T05:00:24 INFO  Import de la base de Scolarité - modèle APOGEE - origine IMP_QUO
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
})

test('erreuLogs_20260302_050024.txt: 282 bytes', () => {
  const text = errorLogText(results.flatMap((result) => result.issues))
  expect(Buffer.byteLength(text)).toBe(282)
  expect(sha256(text)).toBe('02bf64f1997ac311af2fcfe62e2195b8959b6930d6c98c91ed6cc2cf9182f837')
})

test('the students afterwards: Paul keeps his spelling and has the new address', () => {
  expect(results.map((result) => result.outcome)).toEqual([
    'created',
    'updated',
    'rejected',
    'rejected',
    'rejected',
  ])
  const paul = results[1]!
  if (!('student' in paul)) throw new Error('line 3 is applied')
  expect(paul.student.student.firstName).toBe('Paul')
  expect(paul.student.student.personalAddress.address1).toBe('7 AVENUE DU MODÈLE')
})

test('the names of the files: start time, then _2, _3', () => {
  expect(reportNames(reportStamp(at, 1))).toEqual({
    log: 'log_20260302_050024.txt',
    errorLog: 'erreuLogs_20260302_050024.txt',
    rejectedLines: 'erreurFile_20260302_050024.csv',
  })
  expect(reportStamp(at, 2)).toBe('20260302_050024_2')
})

test('the mail: subject, counters, the first 200 errors', () => {
  expect(mailSubject('APOGEE', '02/03/2026 05:00', counters)).toBe(
    'Calcium - Import scolarité APOGEE du 02/03/2026 05:00 : 5 lignes, 3 rejets',
  )
  const errors = results.flatMap((result) => result.issues)
  expect(mailBody(counters, errors, 3, 'https://example.org/imports/1')).toBe(`Dossiers créés : 1
Dossiers mis à jour : 1
Dossiers inchangés : 0
Dossiers partiels : 0
Lignes rejetées : 3
Lignes vides : 0
Nombre de lignes traitées : 5

La donnée 'Nationalité' est absente pour : ligne 4
Les clés secondaires (Patronyme, Prenom, DateNaiss et Nationalite) ne correspondent pas - dossier non traité pour l'INE suivant : 9990000044A
Date de naissance non lisible - dossier non traité poue l'INE suivant : 9990000055M

Lignes non prises en compte (après connexion) : https://example.org/imports/1
`)
  const many = Array.from({ length: 250 }, () => errors.find((issue) => issue.severity === 'error')!)
  expect(mailBody(counters, many, 1000, null)).toContain('… et 800 autres messages')
})

test('nothing of the file ends a line of the log', () => {
  const forged: Issue = { severity: 'error', code: 'E_ANNEE', message: 'a\nb' }
  expect(logIssues(at, 2, [forged])).toBe('2026-03-02T05:00:24 ERROR ligne 2 : a b\n')
})
