import { copyBoolean, copyBytes, copyNumber, copyText } from '../../../platform/copy-text.ts'
import type { CodedValue, EnrolmentData, PostalAddress, Sex } from '../line/student-line.ts'
import type { StoredEnrolment, StoredStudentData } from '../match/stored-student.ts'

/** How students and enrolments lie in their tables (migration 0042): the columns in the order that COPY sends them. */

export const studentColumns = [
  'id',
  'ine',
  'student_code',
  'login',
  'nir_encrypted',
  'family_name',
  'usage_name',
  'first_name',
  'second_name',
  'third_name',
  'name_key',
  'first_name_key',
  'sex',
  'birth_date',
  'nationality_code',
  'nationality_id',
  'family_situation_code',
  'family_situation_id',
  'spouse_profession_code',
  'spouse_profession_id',
  'phone',
  'email',
  'address1',
  'address2',
  'address3',
  'postal_code',
  'town',
  'country_code',
  'country_id',
  'family_address1',
  'family_address2',
  'family_address3',
  'family_postal_code',
  'family_town',
  'family_country_code',
  'family_country_id',
  'family_phone',
  'newest_year',
] as const

export const enrolmentColumns = [
  'student_id',
  'year',
  'establishment_code',
  'establishment_id',
  'component_code',
  'component_id',
  'diploma',
  'cursus',
  'cursus_year',
  'scholarship_code',
  'aid_code',
  'student_insurance',
  'payment_centre',
  'mutual_code',
  'secondary_school',
  'bac_code',
  'bac_id',
  'bac_year',
  'bac_establishment',
  'establishment_entry',
  'higher_education_entry',
  'run_id',
  'line',
] as const

/** A student about to be written. */
export interface StudentRow {
  readonly id: number
  readonly data: StoredStudentData
  readonly nameKey: string
  readonly firstNameKey: string
  readonly newestYear: number | null
  readonly nirEncrypted: Uint8Array | null
}

/** One line of COPY text, columns as in `studentColumns`. */
export function studentRow(row: StudentRow): string {
  const { data } = row
  return (
    `${row.id}\t${copyText(data.ine)}\t${copyText(data.studentCode)}\t${copyText(data.login)}\t` +
    `${copyBytes(row.nirEncrypted)}\t${copyText(data.familyName)}\t${copyText(data.usageName)}\t` +
    `${copyText(data.firstName)}\t${copyText(data.secondName)}\t${copyText(data.thirdName)}\t` +
    `${copyText(row.nameKey)}\t${copyText(row.firstNameKey)}\t${data.sex}\t${data.birthDate}\t` +
    `${coded(data.nationality)}\t${coded(data.familySituation)}\t${coded(data.spouseProfession)}\t` +
    `${copyText(data.phone)}\t${copyText(data.email)}\t${address(data.personalAddress)}\t` +
    `${address(data.familyAddress)}\t${copyText(data.familyPhone)}\t${copyNumber(row.newestYear)}\n`
  )
}

/** One line of COPY text, columns as in `enrolmentColumns`. */
export function enrolmentRow(studentId: number, data: EnrolmentData, runId: number, line: number): string {
  return (
    `${studentId}\t${data.year}\t${coded(data.establishment)}\t${coded(data.component)}\t` +
    `${copyText(data.diploma)}\t${copyText(data.cursus)}\t${copyText(data.cursusYear)}\t` +
    `${copyText(data.scholarshipCode)}\t${copyText(data.aidCode)}\t${copyBoolean(data.studentInsurance)}\t` +
    `${copyText(data.paymentCentre)}\t${copyText(data.mutualCode)}\t${copyText(data.secondarySchool)}\t` +
    `${coded(data.bac)}\t${copyNumber(data.bacYear)}\t${copyText(data.bacEstablishment)}\t` +
    `${copyText(data.establishmentEntry)}\t${copyText(data.higherEducationEntry)}\t${runId}\t${line}\n`
  )
}

function coded(value: CodedValue | null): string {
  return value === null ? '\\N\t\\N' : `${copyText(value.code)}\t${copyNumber(value.id)}`
}

function address(value: PostalAddress): string {
  return (
    `${copyText(value.address1)}\t${copyText(value.address2)}\t${copyText(value.address3)}\t` +
    `${copyText(value.postalCode)}\t${copyText(value.town)}\t${coded(value.country)}`
  )
}

/** A row of `student` as the driver gives it. */
export type StudentTableRow = Record<
  Exclude<(typeof studentColumns)[number], 'id' | 'nir_encrypted' | 'newest_year' | `${string}_id` | 'sex'>,
  string | null
> & {
  id: number
  sex: Sex
  nir_encrypted: Buffer | null
  newest_year: number | null
  nationality_id: number | null
  family_situation_id: number | null
  spouse_profession_id: number | null
  country_id: number | null
  family_country_id: number | null
}

/** `decrypt` is called for the rare row that has a NIR. */
export function studentData(
  row: StudentTableRow,
  decrypt: (bytes: Buffer, studentId: number) => string,
): StoredStudentData {
  return {
    ine: row.ine,
    nir: row.nir_encrypted === null ? null : decrypt(row.nir_encrypted, row.id),
    studentCode: row.student_code,
    login: row.login,
    familyName: row.family_name!,
    usageName: row.usage_name,
    firstName: row.first_name!,
    secondName: row.second_name,
    thirdName: row.third_name,
    sex: row.sex,
    birthDate: row.birth_date!,
    nationality: { code: row.nationality_code!, id: row.nationality_id },
    familySituation: codedOf(row.family_situation_code, row.family_situation_id),
    spouseProfession: codedOf(row.spouse_profession_code, row.spouse_profession_id),
    phone: row.phone,
    email: row.email,
    personalAddress: {
      address1: row.address1,
      address2: row.address2,
      address3: row.address3,
      postalCode: row.postal_code,
      town: row.town,
      country: codedOf(row.country_code, row.country_id),
    },
    familyAddress: {
      address1: row.family_address1,
      address2: row.family_address2,
      address3: row.family_address3,
      postalCode: row.family_postal_code,
      town: row.family_town,
      country: codedOf(row.family_country_code, row.family_country_id),
    },
    familyPhone: row.family_phone,
  }
}

/** A row of `enrolment` as the driver gives it. */
export interface EnrolmentTableRow {
  student_id: number
  year: number
  establishment_code: string
  establishment_id: number | null
  component_code: string
  component_id: number | null
  diploma: string
  cursus: string | null
  cursus_year: string | null
  scholarship_code: string | null
  aid_code: string | null
  student_insurance: boolean | null
  payment_centre: string | null
  mutual_code: string | null
  secondary_school: string | null
  bac_code: string | null
  bac_id: number | null
  bac_year: number | null
  bac_establishment: string | null
  establishment_entry: string | null
  higher_education_entry: string | null
}

export function storedEnrolment(row: EnrolmentTableRow): StoredEnrolment {
  return {
    studentId: row.student_id,
    year: row.year,
    establishment: { code: row.establishment_code, id: row.establishment_id },
    component: { code: row.component_code, id: row.component_id },
    diploma: row.diploma,
    cursus: row.cursus,
    cursusYear: row.cursus_year,
    scholarshipCode: row.scholarship_code,
    aidCode: row.aid_code,
    studentInsurance: row.student_insurance,
    paymentCentre: row.payment_centre,
    mutualCode: row.mutual_code,
    secondarySchool: row.secondary_school,
    bac: codedOf(row.bac_code, row.bac_id),
    bacYear: row.bac_year,
    bacEstablishment: row.bac_establishment,
    establishmentEntry: row.establishment_entry,
    higherEducationEntry: row.higher_education_entry,
  }
}

function codedOf(code: string | null, id: number | null): CodedValue | null {
  return code === null ? null : { code, id }
}

/** What identifies an enrolment of one student. */
export function enrolmentKey(data: EnrolmentData): string {
  return `${data.year};${data.establishment.code};${data.component.code};${data.diploma}`
}
