import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkContext } from './check-context.ts'
import { checkLine } from './check-line.ts'
import { bookOf, check, errorsOf, lineOf, modelWith, today, warningsOf } from './sample-line.ts'

test('a line without fault becomes a typed record', () => {
  const { student, enrolment, ...rest } = lineOf({
    NOMUSAGE: 'DUTEST',
    SITUAFAM: 'C',
    CODEBRS: '3',
    TEM_AFFL_SSO: 'O',
    ADR1: '12 RUE DES ESSAIS',
    COD_BDI: '99001',
    COMMUNE: 'ESSAIVILLE',
    PAYS: '100',
    TELEPH: '0199000001',
    MAIL: 'zoe.testun@example.invalid',
    CURSUS: 'L',
    ANNEE: '1',
    DIPLOME: 'LICENCE TEST',
    BAC: 'S',
    DATEBAC: '2023',
    DAA_ETB: '2025',
    DAA_ENS_SUP: '01/09/2023',
    IDENTIFIANT: 'testun1',
  })
  const noAddress = {
    address1: null,
    address2: null,
    address3: null,
    postalCode: null,
    town: null,
    country: null,
  }
  expect(student).toEqual({
    ine: '9990000011P',
    nir: null,
    studentCode: null,
    familyName: 'TESTUN',
    usageName: 'DUTEST',
    firstName: 'Zoé',
    secondName: null,
    thirdName: null,
    sex: 'F',
    birthDate: '2005-03-14',
    nationality: { code: '100', id: 1100 },
    familySituation: { code: 'C', id: 3001 },
    spouseProfession: null,
    phone: '0199000001',
    email: 'zoe.testun@example.invalid',
    login: 'testun1',
    personalAddress: {
      ...noAddress,
      address1: '12 RUE DES ESSAIS',
      postalCode: '99001',
      town: 'ESSAIVILLE',
      country: { code: '100', id: 1100 },
    },
    familyAddress: noAddress,
    familyPhone: null,
  })
  expect(enrolment).toEqual({
    year: 2025,
    establishment: { code: '0990001X', id: 2001 },
    component: { code: 'SCI', id: 2101 },
    diploma: 'LICENCE TEST',
    cursus: 'L',
    cursusYear: '1',
    scholarshipCode: '3',
    aidCode: null,
    studentInsurance: true,
    paymentCentre: null,
    mutualCode: null,
    secondarySchool: null,
    bac: { code: 'S', id: 5001 },
    bacYear: 2023,
    bacEstablishment: null,
    establishmentEntry: '2025',
    higherEducationEntry: '2023-09-01',
  })
  expect(rest).toEqual({
    number: 2,
    birthDateText: '14/03/2005',
    displayIne: '9990000011P',
    ine10: '9990000011',
    nameKey: 'TESTUN',
    firstNameKey: 'ZOE',
    warnings: [],
    notKept: [],
  })
})

test('case 28: a NOM without a letter is absent', () => {
  for (const NOM of ['', '---', '123'])
    expect(errorsOf({ NOM }, { number: 9 })).toEqual(["La donnée 'Patronyme' est absente pour : ligne 9"])
})

test('case 28: each missing datum has its message, in the order of the table', () => {
  expect(errorsOf({ SEXE: '' }, { number: 4 })).toEqual(["La donnée 'Sexe' est absente pour : ligne 4"])
  expect(errorsOf({ CMP: '', CODE_NATIO: '', PRENOM1: '' }, { number: 4 })).toEqual([
    "La donnée 'Prénom' est absente pour : ligne 4",
    "La donnée 'Nationalité' est absente pour : ligne 4",
    "La donnée 'Composante' est absente pour : ligne 4",
  ])
  const nothing = {
    COD_ANU: '',
    NOM: '',
    PRENOM1: '',
    SEXE: '',
    DATENAI: '',
    CODE_NATIO: '',
    ETB: '',
    CMP: '',
  }
  expect(errorsOf(nothing, { number: 4 })).toEqual(
    [
      'Patronyme',
      'Prénom',
      'Date de naissance',
      'Nationalité',
      'Année',
      'Sexe',
      'Etablissement',
      'Composante',
    ].map((datum) => `La donnée '${datum}' est absente pour : ligne 4`),
  )
})

test('an absent datum goes before a wrong year, a wrong year before an unreadable date', () => {
  expect(errorsOf({ SEXE: '', COD_ANU: '1789' })).toEqual(["La donnée 'Sexe' est absente pour : ligne 2"])
  expect(errorsOf({ DATENAI: '31/02/2001', COD_ANU: '1789' })).toEqual([
    "Code année invalide : 1789 - dossier non traité pour l'INE suivant : 9990000011P",
  ])
})

test('COD_ANU is a year from 1990 to the next one', () => {
  for (const COD_ANU of ['1990', '2025', '2026', '2027']) expect(errorsOf({ COD_ANU })).toEqual([])
  for (const COD_ANU of ['1989', '2028', '25', '2025-2026', '20 25', '2O25'])
    expect(errorsOf({ COD_ANU, COD_NNE: '' }, { number: 8 })).toEqual([
      `Code année invalide : ${COD_ANU} - dossier non traité pour l'INE suivant : (INE absent, ligne 8)`,
    ])
})

test('a model may give the establishment that the column lacks', () => {
  const line = lineOf({ ETB: '' }, { model: { defaultEstablishment: '0990001X' } })
  expect(line.enrolment.establishment).toEqual({ code: '0990001X', id: 2001 })
  expect(line.enrolment.component).toEqual({ code: 'SCI', id: 2101 })
})

test('case 31: an INE with a wrong key is kept, with a warning; lower case is upper case', () => {
  expect(warningsOf({ COD_NNE: '9990000011Z' })).toEqual(['COD_NNE : clé incorrecte, INE conservé'])
  expect(lineOf({ COD_NNE: '9990000011Z' }).student.ine).toBe('9990000011Z')
  expect(lineOf({ COD_NNE: '123456789ab' }).student.ine).toBe('123456789AB')
  expect(lineOf({ COD_NNE: '9990000011' }).ine10).toBe(lineOf({ COD_NNE: '9990000011P' }).ine10)
})

test('an INE of unknown shape is as none, but messages print it as received', () => {
  const line = lineOf({ COD_NNE: 'à venir' })
  expect([line.student.ine, line.ine10, line.displayIne]).toEqual([null, null, 'à venir'])
  expect(line.warnings.map((warning) => warning.code)).toEqual(['W_INE'])
  expect(lineOf({ COD_NNE: '' }, { number: 5 }).displayIne).toBe('(INE absent, ligne 5)')
})

test('the NIR is checked always, kept only by a model that keeps it, never printed', () => {
  const kept = { model: { keepNir: true } }
  expect(lineOf({ COD_NNI: '2050399999001' }).student.nir).toBeNull()
  expect(lineOf({ COD_NNI: '2050399999001' }).warnings).toEqual([])
  expect(lineOf({ COD_NNI: '2050399999001' }, kept).student.nir).toBe('205039999900139')
  expect(lineOf({ COD_NNI: '205039999900138' }, kept).student.nir).toBeNull()
  expect(warningsOf({ COD_NNI: '205039999900138' })).toEqual([
    'COD_NNI : clé incorrecte, valeur non enregistrée',
  ])
  expect(warningsOf({ COD_NNI: '12345' })).toEqual(['COD_NNI : forme inconnue, valeur non enregistrée'])
  expect(warningsOf({ COD_NNI: '1050499999001' })).toEqual([
    'COD_NNI : sexe différent de SEXE',
    'COD_NNI : mois de naissance différent de DATENAI',
  ])
})

test('SEXE: M, F, INCONNU in any case, H, 1, 2; anything else is INCONNU', () => {
  const sexes = ['M', 'm', 'H', 'h', '1', 'F', 'f', '2', 'INCONNU', 'inconnu'].map(
    (SEXE) => lineOf({ SEXE }).student.sex,
  )
  expect(sexes).toEqual(['M', 'M', 'M', 'M', 'M', 'F', 'F', 'F', 'INCONNU', 'INCONNU'])
  expect(lineOf({ SEXE: 'X' }).student.sex).toBe('INCONNU')
  expect(warningsOf({ SEXE: 'X' })).toEqual(['SEXE : valeur inconnue, lue INCONNU'])
  expect(warningsOf({ SEXE: 'Inconnu' })).toEqual([])
})

test('an unreadable birth date leaves its text; an odd age is accepted with a warning', () => {
  const line = lineOf({ DATENAI: '31/02/2001' })
  expect([line.student.birthDate, line.birthDateText]).toEqual([null, '31/02/2001'])
  expect(warningsOf({ DATENAI: '03/03/2012' })).toEqual(['DATENAI : moins de 14 ans'])
  expect(warningsOf({ DATENAI: '02/03/2012' })).toEqual([])
  expect(warningsOf({ DATENAI: '02/03/1926' })).toEqual([])
  expect(warningsOf({ DATENAI: '02/03/1925' })).toEqual(['DATENAI : plus de 100 ans'])
})

test('a country code of five digits is reduced to three', () => {
  expect(lineOf({ CODE_NATIO: '99109' }).student.nationality).toEqual({ code: '109', id: 1109 })
  expect(lineOf({ CODE_NATIO: '99X09' }).student.nationality).toEqual({ code: '99X09', id: null })
})

test('NOMUSAGE equal to NOM says that there is no usage name', () => {
  expect(lineOf({ NOMUSAGE: 'Testun' }).student.usageName).toBe('')
  expect(lineOf({ NOMUSAGE: '' }).student.usageName).toBeNull()
})

test('CODEBRS: N and 0 say that there is no scholarship', () => {
  expect(['N', '0', '', '5'].map((CODEBRS) => lineOf({ CODEBRS }).enrolment.scholarshipCode)).toEqual([
    '',
    '',
    null,
    '5',
  ])
})

test('TEM_AFFL_SSO is O or N', () => {
  const read = (TEM_AFFL_SSO: string) => lineOf({ TEM_AFFL_SSO }).enrolment.studentInsurance
  expect(['O', 'N', ''].map(read)).toEqual([true, false, null])
  expect(warningsOf({ TEM_AFFL_SSO: 'X' })).toEqual(['TEM_AFFL_SSO : ni O ni N, valeur non enregistrée'])
})

test('case 33: an unknown CMP warns, and so does a CMP of another establishment', () => {
  expect(lineOf({ CMP: 'ZZZ' }).enrolment.component).toEqual({ code: 'ZZZ', id: null })
  expect(warningsOf({ CMP: 'ZZZ' })).toEqual(['code CMP inconnu ZZZ (ETB 0990001X)'])
  expect(warningsOf({ CMP: 'LET' })).toEqual(['code CMP inconnu LET (ETB 0990001X)'])
  expect(warningsOf({ ETB: '0990002Y', CMP: 'LET' })).toEqual([])
  const [warning] = lineOf({ CMP: 'ZZZ' }).warnings
  expect([warning!.column, warning!.value]).toEqual(['CMP', 'ZZZ'])
})

test('other unknown codes warn under the name of their column and are stored raw', () => {
  const cells = { CODE_NATIO: '998', BAC: 'X', SITUAFAM: 'Q', PCS: '99', PAYSFIX: '997', ETB: '0999999Z' }
  expect(warningsOf(cells)).toEqual([
    'code CODE_NATIO inconnu 998',
    'code SITUAFAM inconnu Q',
    'code PCS inconnu 99',
    'code PAYSFIX inconnu 997',
    'code ETB inconnu 0999999Z',
    'code CMP inconnu SCI (ETB 0999999Z)',
    'code BAC inconnu X',
  ])
  expect(lineOf(cells).student.nationality).toEqual({ code: '998', id: null })
})

test('a strict model rejects unknown codes, each with its message', () => {
  expect(errorsOf({ CMP: 'ZZZ', BAC: 'X' }, { model: { strictCodes: true } })).toEqual([
    "Code inconnu : CMP ZZZ (ETB 0990001X) - dossier non traité pour l'INE suivant : 9990000011P",
    "Code inconnu : BAC X - dossier non traité pour l'INE suivant : 9990000011P",
  ])
  expect(errorsOf({}, { model: { strictCodes: true } })).toEqual([])
})

test('case 35: a French postal code of 4 digits gets its zero back', () => {
  const postal = (COD_BDI: string, PAYS: string) => {
    const { student, warnings } = lineOf({ COD_BDI, PAYS })
    return [
      student.personalAddress.postalCode,
      student.personalAddress.country?.code ?? null,
      warnings.length,
    ]
  }
  expect(warningsOf({ COD_BDI: '1000', PAYS: '100' })).toEqual([
    'COD_BDI : complété à 5 chiffres par un zéro',
  ])
  expect(postal('1000', '100')).toEqual(['01000', '100', 1])
  expect(postal('1000', '99100')).toEqual(['01000', '100', 1])
  expect(postal('1000', '')).toEqual(['01000', '100', 1])
  expect(postal('1000', '131')).toEqual(['1000', '131', 0])
  expect(postal('99001', '')).toEqual(['99001', '100', 0])
  expect(postal('B-1000', '')).toEqual(['B-1000', null, 0])
  expect(postal('990', '100')).toEqual(['990', '100', 1])
  expect(postal('12345678901', '')).toEqual([null, null, 1])
  expect(warningsOf({ BDIFIX: '990', PAYSFIX: '100' })).toEqual([
    'BDIFIX : pas 5 chiffres, enregistré tel quel',
  ])
})

test('case 35: an e-mail address that is none is not stored', () => {
  expect(lineOf({ MAIL: 'a@b' }).student.email).toBeNull()
  expect(lineOf({ MAIL: 'a@b' }).notKept).toEqual(['MAIL'])
  expect(warningsOf({ MAIL: 'a@b' })).toEqual(['MAIL : adresse non valide, valeur non enregistrée'])
})

test('case 35: of a telephone number the digits and a leading + are kept', () => {
  const phone = (TELEPH: string) => lineOf({ TELEPH }).student.phone
  expect(phone('06.12.34.56.78')).toBe('0612345678')
  expect(phone('+33 (0)6 12 34 56 78')).toBe('+330612345678')
  expect(phone('+33+6')).toBe('+336')
  expect(phone('néant')).toBeNull()
  expect(phone('+')).toBeNull()
  expect(phone('1'.repeat(21))).toBeNull()
  expect(warningsOf({ TELEPHFIX: 'néant' })).toEqual([
    'TELEPHFIX : numéro non lisible, valeur non enregistrée',
  ])
})

test('case 35: an address line of 51 characters is cut at 50', () => {
  const line = lineOf({ ADR1: 'A'.repeat(51) })
  expect(line.student.personalAddress.address1).toBe('A'.repeat(50))
  expect(line.warnings.map((warning) => warning.message)).toEqual(['ADR1 : coupé à 50 caractères'])
  expect(warningsOf({ ADR1: 'A'.repeat(50) })).toEqual([])
})

test('words that are too long are cut, codes that are too long are not stored', () => {
  const long = 'A'.repeat(61)
  const line = lineOf({
    NOM: long,
    PRENOM2: long,
    DIPLOME: long,
    COD_ETU: long,
    IDENTIFIANT: long + long,
    BAC: long,
  })
  expect(line.student.familyName).toBe('A'.repeat(60))
  expect(line.nameKey).toBe('A'.repeat(60))
  expect(line.student.secondName).toBe('A'.repeat(60))
  expect(line.enrolment.diploma).toBe('A'.repeat(60))
  expect([line.student.studentCode, line.student.login, line.enrolment.bac]).toEqual([null, null, null])
  expect(line.warnings).toHaveLength(6)
  expect(lineOf({ CMP: long }).enrolment.component).toEqual({ code: 'A'.repeat(20), id: null })
})

test('a year of bac may come as a date; years out of reason are not stored', () => {
  const bac = (DATEBAC: string) => lineOf({ DATEBAC }).enrolment.bacYear
  expect(['2023', '05/07/2023', '2023-07-05', '', '23', '0000', '2099'].map(bac)).toEqual([
    2023,
    2023,
    2023,
    null,
    null,
    null,
    null,
  ])
  expect(warningsOf({ DATEBAC: '23' })).toEqual(['DATEBAC : année non lisible, valeur non enregistrée'])
  expect(warningsOf({ DAA_ETB: 'avant' })).toEqual(['DAA_ETB : date non lisible, valeur non enregistrée'])
})

test('case 36: a formula as NOM is a text like any other', () => {
  expect(lineOf({ NOM: '=HYPERLINK("x")' }).student.familyName).toBe('=HYPERLINK("x")')
})

test('no values make it throw; a warning never holds a value but a code', () => {
  const context = checkContext(modelWith({ keepNir: true }), bookOf(), today)
  const cell = fc.oneof(
    fc.constant(''),
    fc.string({ maxLength: 80 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('2025', 'TESTUN', 'F', '14/03/2005', '100', '0990001X', 'SCI', '2050399999001'),
  )
  const fields = fc.array(cell, { minLength: 46, maxLength: 46 })
  const good = fc.constantFrom(...[0, 4, 6, 9, 10, 11, 34, 35])
  const values = ['2025', '', '', '', 'TESTUN', '', 'Zoé', '', '', 'F', '14/03/2005', '100']
  fc.assert(
    fc.property(fields, fc.array(good), (cells, kept) => {
      const line = cells.map((cell, index) => (kept.includes(index) ? (values[index] ?? 'SCI') : cell))
      const checked = checkLine(line, 2, context)
      if (!checked.ok) expect(checked.issues.length).toBeGreaterThan(0)
      else
        for (const warning of checked.line.warnings)
          if (warning.code !== 'W_CODE')
            expect(warning.message).toMatch(/^[A-Z0-9_]+ : [a-zéàèâêîô0-9 ,INESXODATUC]+$/)
    }),
    { numRuns: 2000 },
  )
})

test('the same cells give the same line', () => {
  expect(check({ CMP: 'ZZZ', MAIL: 'x' })).toEqual(check({ CMP: 'ZZZ', MAIL: 'x' }))
})
