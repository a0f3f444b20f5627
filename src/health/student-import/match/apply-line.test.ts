import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImportModel } from '../line/import-model.ts'
import type { Cells } from '../line/sample-line.ts'
import { bookOf, lineOf, modelWith, storedEnrolment, storedStudent } from '../line/sample-line.ts'
import { applyToEnrolment } from './apply-enrolment.ts'
import type { StudentResult } from './apply-line.ts'
import { acceptedOutcome, applyToStudent } from './apply-line.ts'
import { decide } from './decide.ts'
import type { StoredStudent } from './stored-student.ts'

interface Given {
  readonly model?: Partial<ImportModel>
  readonly loginTaken?: boolean
  readonly addressFromThisFile?: boolean
  /** Whether the INE finds the student; otherwise the four data do. */
  readonly byIne?: boolean
}

function apply(stored: StoredStudent | null, cells: Cells, given: Given = {}): StudentResult {
  const line = lineOf(cells, { number: 7, ...(given.model && { model: given.model }) })
  const found = stored === null ? [] : [stored]
  const decision = given.byIne === false ? decide(line, [], found) : decide(line, found, found)
  if (decision.kind === 'reject') throw new Error(decision.issue.message)
  return applyToStudent(
    line,
    decision,
    stored,
    modelWith(given.model),
    given.loginTaken ?? false,
    given.addressFromThisFile ?? false,
  )
}

/** `MAIL: old → new` of each change. */
const changesOf = (result: StudentResult) =>
  result.changes.map((change) => `${change.field}: ${change.old} → ${change.new}`)
const messagesOf = (result: StudentResult) => result.issues.map((issue) => issue.message)

const home = { ADR1: '1 RUE DES ESSAIS', ADR2: 'BAT A', COD_BDI: '99001', COMMUNE: 'ESSAIVILLE', PAYS: '100' }

test('a new student is what the line says', () => {
  const line = lineOf(home)
  const result = apply(null, home)
  expect(result).toEqual({ student: line.student, newestYear: 2025, changes: [], aliases: [], issues: [] })
  expect(apply(null, { NOMUSAGE: 'TESTUN' }).student.usageName).toBeNull()
})

test('case 38: the same line again changes nothing, and gives back the stored record itself', () => {
  const cells = {
    ...home,
    MAIL: 'zoe@example.org',
    NOMUSAGE: 'TESTUN',
    CODEBRS: 'N',
    IDENTIFIANT: 'testun1',
    CMP: 'ZZZ',
  }
  const stored = storedStudent(cells)
  const line = lineOf(cells)
  const result = apply(stored, cells)
  expect(result.student).toBe(stored.data)
  expect(result.changes).toEqual([])
  const enrolment = applyToEnrolment(line, storedEnrolment(cells), modelWith())
  expect(enrolment.changes).toEqual([])
  expect(acceptedOutcome(decide(line, [stored], []) as never, result, enrolment)).toBe('unchanged')
})

test('3.8: an empty cell erases nothing, a filled one replaces', () => {
  const stored = storedStudent({ MAIL: 'old@example.org', TELEPH: '0199000001', PRENOM2: 'Marie' })
  expect(changesOf(apply(stored, { TELEPH: '0199000002' }))).toEqual(['TELEPH: 0199000001 → 0199000002'])
  expect(apply(stored, {}).student).toBe(stored.data)
})

test('a model whose empty cells erase: only truly empty cells of columns that the format has', () => {
  const stored = storedStudent({ ...home, MAIL: 'old@example.org', IDENTIFIANT: 'testun1', PRENOM2: 'Marie' })
  const erases = { emptyErases: true }
  expect(
    changesOf(apply(stored, { ...home, MAIL: 'a@b', IDENTIFIANT: 'testun1' }, { model: erases })),
  ).toEqual(['PRENOM2: Marie → null'])
  expect(
    changesOf(apply(stored, { PRENOM2: 'Marie' }, { model: { ...erases, formatVersion: '1.2.0' } })),
  ).toEqual([
    'MAIL: old@example.org → null',
    'ADR1: 1 RUE DES ESSAIS → null',
    'ADR2: BAT A → null',
    'COD_BDI: 99001 → null',
    'COMMUNE: ESSAIVILLE → null',
    'PAYS: 100 → null',
  ])
  expect(apply(stored, { COD_NNE: '' }, { model: erases, byIne: false }).student.ine).toBe('9990000011P')
})

test('protected columns are not overwritten once filled', () => {
  const model = { protectedColumns: ['MAIL', 'TELEPH'], emptyErases: true }
  const stored = storedStudent({ MAIL: 'corrected@example.org' })
  const result = apply(stored, { MAIL: 'old@example.org', TELEPH: '0199000001' }, { model })
  expect(changesOf(result)).toEqual(['TELEPH: null → 0199000001'])
  expect(apply(stored, {}, { model }).student.email).toBe('corrected@example.org')
})

test('3.8: an address is replaced as a block when one of its fields is filled', () => {
  const stored = storedStudent({ ...home, ADR1FIX: '2 RUE DES ESSAIS', COMMUNEFIX: 'ESSAIVILLE' })
  const result = apply(stored, { ADR1: '7 AVENUE DU MODÈLE', COMMUNE: 'ESSAIVILLE' })
  expect(result.student.personalAddress).toEqual({
    address1: '7 AVENUE DU MODÈLE',
    address2: null,
    address3: null,
    postalCode: null,
    town: 'ESSAIVILLE',
    country: null,
  })
  expect(result.student.familyAddress).toBe(stored.data.familyAddress)
  expect(changesOf(result)).toEqual([
    'ADR1: 1 RUE DES ESSAIS → 7 AVENUE DU MODÈLE',
    'ADR2: BAT A → null',
    'COD_BDI: 99001 → null',
    'PAYS: 100 → null',
  ])
})

test('a protected field keeps its whole address: two addresses are never mixed', () => {
  const stored = storedStudent(home)
  const model = { protectedColumns: ['ADR1'] }
  expect(apply(stored, { ...home, ADR1: '7 AVENUE', COMMUNE: 'AILLEURS' }, { model }).student).toBe(
    stored.data,
  )
  expect(changesOf(apply(stored, { ...home, COMMUNE: 'AILLEURS' }, { model }))).toEqual([
    'COMMUNE: ESSAIVILLE → AILLEURS',
  ])
})

test('case 32: accents are taken over, other spellings are not', () => {
  expect(changesOf(apply(storedStudent({ PRENOM1: 'ZOE' }), { PRENOM1: 'Zoé' }))).toEqual([
    'PRENOM1: ZOE → Zoé',
  ])
  expect(apply(storedStudent({ PRENOM1: 'Zoé' }), { PRENOM1: 'ZOE' }).changes).toEqual([])
  expect(apply(storedStudent({ NOM: 'LE GOFF' }), { NOM: 'Le-Goff' }).changes).toEqual([])
})

test('case 30: an unreadable date: the telephone is updated, the birth date is not, the line is partial', () => {
  const stored = storedStudent({ TELEPH: '0199000001' })
  const cells = { DATENAI: '31/02/2001', TELEPH: '0199000002' }
  const result = apply(stored, cells)
  expect(changesOf(result)).toEqual(['TELEPH: 0199000001 → 0199000002'])
  expect(result.student.birthDate).toBe('2005-03-14')
  expect(messagesOf(result)).toEqual([
    'Erreur la modification de la la date de naissance : 31/02/2001 pour : 9990000011P',
  ])
  const enrolment = applyToEnrolment(lineOf(cells), storedEnrolment(), modelWith())
  expect(acceptedOutcome({ kind: 'update-without-birth-date', student: stored }, result, enrolment)).toBe(
    'partial',
  )
})

test('case 34: an older COD_ANU writes the enrolment only', () => {
  const stored = storedStudent(home)
  const older = {
    ...home,
    COD_ANU: '2023',
    ADR1: '7 AVENUE',
    MAIL: 'new@example.org',
    IDENTIFIANT: 'testun1',
  }
  const result = apply(stored, older, { loginTaken: true })
  expect(result.student).toBe(stored.data)
  expect([result.newestYear, result.changes, result.issues]).toEqual([2025, [], []])
  const enrolment = applyToEnrolment(lineOf(older), null, modelWith())
  expect([enrolment.created, enrolment.enrolment.year]).toEqual([true, 2023])
  expect(
    acceptedOutcome(
      { kind: 'update', student: stored, addIne: false, oldIneBecomesAlias: false },
      result,
      enrolment,
    ),
  ).toBe('updated')
})

test('a student whom no import brought takes any year', () => {
  const byHand = storedStudent({}, { newestYear: null })
  expect(apply(byHand, { COD_ANU: '2019', TELEPH: '0199000002' }).newestYear).toBe(2019)
  expect(apply(byHand, { COD_ANU: '2019', TELEPH: '0199000002' }).changes).toHaveLength(1)
})

test('case 36: the login of another student: the line is applied without it, and partial', () => {
  const cells = { IDENTIFIANT: 'testun1', TELEPH: '0199000002' }
  const message = 'Identifiant déjà attribué à un autre étudiant : testun1 pour : 9990000011P'
  const updated = apply(storedStudent(), cells, { loginTaken: true })
  expect(messagesOf(updated)).toEqual([message])
  expect(changesOf(updated)).toEqual(['TELEPH: null → 0199000002'])
  const created = apply(null, cells, { loginTaken: true })
  expect(created.student.login).toBeNull()
  expect(messagesOf(created)).toEqual([message])
  const enrolment = applyToEnrolment(lineOf(cells), null, modelWith())
  expect(acceptedOutcome({ kind: 'create' }, created, enrolment)).toBe('partial')
})

test("a login is compared without case; one's own is not another's", () => {
  const stored = storedStudent({ IDENTIFIANT: 'testun1' })
  const result = apply(stored, { IDENTIFIANT: 'TESTUN1' }, { loginTaken: true })
  expect([result.student, result.issues]).toEqual([stored.data, []])
})

test('an INE is added to a student who had none', () => {
  const result = apply(storedStudent({ COD_NNE: '' }), {}, { byIne: false })
  expect(changesOf(result)).toEqual(['COD_NNE: null → 9990000011P'])
})

test('the national INE takes the place of the old one, which becomes an alias', () => {
  const result = apply(storedStudent(), { COD_NNE: '123456789AB' }, { byIne: false })
  expect(changesOf(result)).toEqual(['COD_NNE: 9990000011P → 123456789AB'])
  expect(result.aliases).toEqual(['9990000011P'])
  expect(messagesOf(result)).toEqual(['COD_NNE : INE remplacé, ancien INE gardé comme alias'])
  const model = { protectedColumns: ['COD_NNE'] }
  const kept = apply(storedStudent(), { COD_NNE: '123456789AB' }, { byIne: false, model })
  expect([kept.student.ine, kept.aliases, kept.changes]).toEqual(['9990000011P', ['123456789AB'], []])
})

test('a stored INE is never replaced by another spelling of its ten characters', () => {
  expect(apply(storedStudent(), { COD_NNE: '9990000011' }).changes).toEqual([])
  expect(apply(storedStudent({ COD_NNE: '9990000011' }), {}).changes).toEqual([])
})

test('INCONNU replaces no known sex', () => {
  expect(apply(storedStudent({ SEXE: 'F' }), { SEXE: 'INCONNU' }).changes).toEqual([])
  expect(changesOf(apply(storedStudent({ SEXE: 'INCONNU' }), {}))).toEqual(['SEXE: INCONNU → F'])
})

test('NOMUSAGE equal to NOM takes the stored usage name away, an empty one does not', () => {
  const stored = storedStudent({ NOMUSAGE: 'DUTEST' })
  expect(changesOf(apply(stored, { NOMUSAGE: 'TESTUN' }))).toEqual(['NOMUSAGE: DUTEST → null'])
  expect(apply(stored, {}).changes).toEqual([])
})

test('the NIR shows nowhere, and only a model that keeps it touches it', () => {
  const stored = storedStudent()
  const withNir = { ...stored, data: { ...stored.data, nir: '205039999900139' } }
  const model = { keepNir: true }
  expect(changesOf(apply(stored, { COD_NNI: '2050399999001' }, { model }))).toEqual(['COD_NNI: null → •••'])
  expect(apply(withNir, {}, { model: { emptyErases: true } }).changes).toEqual([])
  expect(changesOf(apply(withNir, {}, { model: { emptyErases: true, keepNir: true } }))).toEqual([
    'COD_NNI: ••• → null',
  ])
})

test('case 34: another address in the same file: the last line wins, with a warning', () => {
  const stored = storedStudent(home)
  const moved = { ...home, ADR1: '7 AVENUE' }
  expect(messagesOf(apply(stored, moved, { addressFromThisFile: true }))).toEqual([
    'Adresse différente dans le même fichier',
  ])
  expect(messagesOf(apply(stored, home, { addressFromThisFile: true }))).toEqual([])
  expect(messagesOf(apply(stored, moved))).toEqual([])
})

test('case 33: a nomenclature completed since attaches its reference: the line is an update', () => {
  const stored = storedEnrolment({ CMP: 'ZZZ' })
  const line = lineOf({ CMP: 'ZZZ' }, { codes: bookOf({ '0990001X/ZZZ': 2102 }) })
  const result = applyToEnrolment(line, stored, modelWith())
  expect(result.enrolment.component).toEqual({ code: 'ZZZ', id: 2102 })
  expect(result.changes).toEqual([{ field: 'CMP', old: 'ZZZ (code inconnu)', new: 'ZZZ' }])
  const back = applyToEnrolment(lineOf({ CMP: 'ZZZ' }), { ...stored, ...result.enrolment }, modelWith())
  expect(back.changes).toEqual([])
})

test('an unknown nationality that becomes known is attached, though protected', () => {
  const stored = storedStudent({ CODE_NATIO: '998' })
  const line = { ...lineOf(), student: { ...lineOf().student, nationality: { code: '998', id: 7 } } }
  const decision = { kind: 'update', student: stored, addIne: false, oldIneBecomesAlias: false } as const
  const result = applyToStudent(
    line,
    decision,
    stored,
    modelWith({ protectedColumns: ['CODE_NATIO'] }),
    false,
  )
  expect(result.student.nationality).toEqual({ code: '998', id: 7 })
})

test('an enrolment: filled cells replace, empty ones keep, N takes the scholarship away', () => {
  const stored = storedEnrolment({
    CODEBRS: '5',
    CURSUS: 'L',
    ANNEE: '1',
    DATEBAC: '2023',
    TEM_AFFL_SSO: 'O',
  })
  const result = applyToEnrolment(
    lineOf({ CODEBRS: 'N', ANNEE: '2', TEM_AFFL_SSO: 'N' }),
    stored,
    modelWith(),
  )
  expect(result.changes.map((change) => `${change.field}: ${change.old} → ${change.new}`)).toEqual([
    'ANNEE: 1 → 2',
    'CODEBRS: 5 → null',
    'TEM_AFFL_SSO: O → N',
  ])
  expect(result.enrolment).toMatchObject({ cursus: 'L', bacYear: 2023, scholarshipCode: null })
  expect(applyToEnrolment(lineOf({ CODEBRS: 'N' }), null, modelWith()).enrolment.scholarshipCode).toBeNull()
})

test('whatever a line says, applying it a second time changes nothing', () => {
  const cell = (...values: string[]) => fc.constantFrom('', ...values)
  const cells = fc.record({
    NOM: fc.constantFrom('TESTUN', 'Testùn', 'TEST UN'),
    PRENOM1: fc.constantFrom('Zoe', 'Zoé', 'ZOÈ'),
    NOMUSAGE: cell('TESTUN', 'DUTEST'),
    SEXE: fc.constantFrom('F', 'INCONNU'),
    MAIL: cell('a@b', 'zoe@example.org', 'ZOE@example.org'),
    TELEPH: cell('0199000001', 'x'),
    ADR1: cell('1 RUE', '2 RUE'),
    COD_BDI: cell('1000', '99001'),
    PAYS: cell('100', '997'),
    CODEBRS: cell('N', '5'),
    IDENTIFIANT: cell('testun1', 'TESTUN1', 'testun2'),
    COD_ANU: fc.constantFrom('2024', '2025'),
  })
  const model = fc.record({
    emptyErases: fc.boolean(),
    protectedColumns: fc.subarray(['NOM', 'MAIL', 'ADR1', 'PAYS', 'IDENTIFIANT', 'NOMUSAGE']),
  })
  fc.assert(
    fc.property(cells, cells, model, fc.boolean(), (before, now, changes, loginTaken) => {
      const stored = storedStudent(before)
      const once = apply(stored, now, { model: changes, loginTaken })
      const after = { ...stored, data: once.student, newestYear: once.newestYear }
      const twice = apply(after, now, { model: changes, loginTaken })
      expect(twice.student).toBe(once.student)
      expect(twice.changes).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
