import type { Issue } from '../messages/issue.ts'
import { noIssues } from '../messages/issue.ts'
import { absentDatum, wrongYear } from '../messages/messages.ts'
import { familyColumns, personalColumns, readAddress } from './address.ts'
import type { CheckContext } from './check-context.ts'
import { codedValue, component, mandatoryCode } from './coded-value.ts'
import { at } from './columns.ts'
import { countryCode } from './country-code.ts'
import { readYear } from './dates.ts'
import { code, words, year, yearOrDate, yesOrNo } from './field-values.ts'
import {
  birthDate,
  emailAddress,
  familyName,
  firstName,
  nationalNumber,
  nir,
  scholarship,
  sexOf,
  telephone,
  usageName,
} from './identity-fields.ts'
import { ine10Of } from './ine.ts'
import type { LineNotes } from './line-notes.ts'
import { columnsNotKept, emptyNotes, refusedCodes, warningsOf } from './line-notes.ts'
import { hasLetter, nameKey } from './name-key.ts'
import { readNir } from './nir.ts'
import type { EnrolmentData, StudentLine } from './student-line.ts'

/** A line is either good to be matched, warnings and all, or rejected with its errors. */
export type CheckedLine =
  | { readonly ok: true; readonly line: StudentLine }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** NUM_INE of messages: as received. A social security number in its place is printed nowhere (health.md 5-3). */
function shownIne(text: string, line: number): string {
  if (text === '') return `(INE absent, ligne ${line})`
  const isNir = text.length >= 13 && readNir(text).kind !== 'wrong-shape'
  return isNir ? `(INE illisible, ligne ${line})` : text
}

/**
 * Checks one line by rules 2 and 3 of health.md 3.7 and by the column table of 3.2; `readFields` has applied
 * rule 1. `fields` are 46 trimmed values, `number` the physical line, `structural` the warnings of
 * `readFields`. The first rule that fails rejects; what is wrong beyond the mandatory data only warns.
 */
export function checkLine(
  fields: readonly string[],
  number: number,
  context: CheckContext,
  structural: readonly Issue[] = noIssues,
): CheckedLine {
  const establishmentText = fields[at.ETB]! || (context.model.defaultEstablishment ?? '')
  const absent = absentData(fields, establishmentText, number)
  if (absent !== null) return { ok: false, issues: absent }

  const ineText = fields[at.COD_NNE]!
  const displayIne = shownIne(ineText, number)
  const yearText = fields[at.COD_ANU]!
  const startYear = readYear(yearText)
  if (!(startYear >= 1990 && startYear <= context.currentYear + 1))
    return { ok: false, issues: [wrongYear(yearText, displayIne)] }

  const notes = emptyNotes()
  const ine = nationalNumber(ineText, notes)
  const birthDateText = fields[at.DATENAI]!
  const sex = sexOf(fields[at.SEXE]!, notes)
  const born = birthDate(birthDateText, context, notes)
  const name = familyName(fields[at.NOM]!, notes)
  const first = firstName(fields[at.PRENOM1]!, notes)
  const key = nameKey(name)

  const student = {
    ine,
    nir: nir(fields[at.COD_NNI]!, sex, born, context, notes),
    studentCode: code(fields[at.COD_ETU]!, 20, 'COD_ETU', notes),
    familyName: name,
    usageName: usageName(fields[at.NOMUSAGE]!, name, key, notes),
    firstName: first,
    secondName: words(fields[at.PRENOM2]!, 60, 'PRENOM2', notes),
    thirdName: words(fields[at.PRENOM3]!, 60, 'PRENOM3', notes),
    sex,
    birthDate: born,
    nationality: mandatoryCode(countryCode(fields[at.CODE_NATIO]!), 10, 'PAYS', 'CODE_NATIO', context, notes),
    familySituation: codedValue(
      fields[at.SITUAFAM]!,
      10,
      'SITUATION FAMILIALE DE L ETUDIANT',
      'SITUAFAM',
      context,
      notes,
    ),
    spouseProfession: codedValue(fields[at.PCS]!, 10, 'PROFESSION', 'PCS', context, notes),
    phone: telephone(fields[at.TELEPH]!, 'TELEPH', notes),
    email: emailAddress(fields[at.MAIL]!, notes),
    login: code(fields[at.IDENTIFIANT]!, 64, 'IDENTIFIANT', notes),
    personalAddress: readAddress(fields, personalColumns, context, notes),
    familyAddress: readAddress(fields, familyColumns, context, notes),
    familyPhone: telephone(fields[at.TELEPHFIX]!, 'TELEPHFIX', notes),
  }
  const enrolment = readEnrolment(fields, startYear, establishmentText, context, notes)
  if (context.model.strictCodes && notes.unknownCodes !== null)
    return { ok: false, issues: refusedCodes(notes, displayIne) }

  return {
    ok: true,
    line: {
      number,
      student,
      enrolment,
      birthDateText,
      displayIne,
      ine10: ine === null ? null : ine10Of(ine),
      nameKey: key,
      firstNameKey: nameKey(first),
      warnings: warningsOf(notes, structural),
      notKept: columnsNotKept(notes),
    },
  }
}

/** One message per missing datum, in the order of the table of 3.7; null when none is missing. */
function absentData(fields: readonly string[], establishment: string, number: number): Issue[] | null {
  const nameless = !hasLetter(fields[at.NOM]!)
  if (
    !nameless &&
    fields[at.PRENOM1] !== '' &&
    fields[at.DATENAI] !== '' &&
    fields[at.CODE_NATIO] !== '' &&
    fields[at.COD_ANU] !== '' &&
    fields[at.SEXE] !== '' &&
    establishment !== '' &&
    fields[at.CMP] !== ''
  )
    return null
  const issues: Issue[] = []
  if (nameless) issues.push(absentDatum('Patronyme', 'NOM', number))
  if (fields[at.PRENOM1] === '') issues.push(absentDatum('Prénom', 'PRENOM1', number))
  if (fields[at.DATENAI] === '') issues.push(absentDatum('Date de naissance', 'DATENAI', number))
  if (fields[at.CODE_NATIO] === '') issues.push(absentDatum('Nationalité', 'CODE_NATIO', number))
  if (fields[at.COD_ANU] === '') issues.push(absentDatum('Année', 'COD_ANU', number))
  if (fields[at.SEXE] === '') issues.push(absentDatum('Sexe', 'SEXE', number))
  if (establishment === '') issues.push(absentDatum('Etablissement', 'ETB', number))
  if (fields[at.CMP] === '') issues.push(absentDatum('Composante', 'CMP', number))
  return issues
}

function readEnrolment(
  fields: readonly string[],
  startYear: number,
  establishmentText: string,
  context: CheckContext,
  notes: LineNotes,
): EnrolmentData {
  const establishment = mandatoryCode(establishmentText, 20, 'ETABLISSEMENT', 'ETB', context, notes)
  return {
    year: startYear,
    establishment,
    component: component(fields[at.CMP]!, 20, establishment, establishmentText, context, notes),
    diploma: words(fields[at.DIPLOME]!, 60, 'DIPLOME', notes) ?? '',
    cursus: code(fields[at.CURSUS]!, 20, 'CURSUS', notes),
    cursusYear: code(fields[at.ANNEE]!, 10, 'ANNEE', notes),
    scholarshipCode: scholarship(fields[at.CODEBRS]!, notes),
    aidCode: code(fields[at.CODEFINANC]!, 10, 'CODEFINANC', notes),
    studentInsurance: yesOrNo(fields[at.TEM_AFFL_SSO]!, 'TEM_AFFL_SSO', notes),
    paymentCentre: code(fields[at.CENTREPAYEUR]!, 10, 'CENTREPAYEUR', notes),
    mutualCode: code(fields[at.CODEMUT]!, 10, 'CODEMUT', notes),
    secondarySchool: words(fields[at.ETABLISSEMENT]!, 60, 'ETABLISSEMENT', notes),
    bac: codedValue(fields[at.BAC]!, 10, 'BACCAULAUREAT', 'BAC', context, notes),
    bacYear: year(fields[at.DATEBAC]!, context.currentYear + 1, 'DATEBAC', notes),
    bacEstablishment: code(fields[at.ETB_BAC]!, 20, 'ETB_BAC', notes),
    establishmentEntry: yearOrDate(fields[at.DAA_ETB]!, 'DAA_ETB', notes),
    higherEducationEntry: yearOrDate(fields[at.DAA_ENS_SUP]!, 'DAA_ENS_SUP', notes),
  }
}
