import type { Issue } from '../messages/issue.ts'

/** Sex as stored: `INCONNU` where the registry gives none that we know. */
export type Sex = 'M' | 'F' | 'INCONNU'

/** A registry code beside the nomenclature item that it stands for; `id` null: no such item is known. */
export interface CodedValue {
  readonly code: string
  readonly id: number | null
}

export interface PostalAddress {
  readonly address1: string | null
  readonly address2: string | null
  readonly address3: string | null
  readonly postalCode: string | null
  readonly town: string | null
  readonly country: CodedValue | null
}

/** What a line says of the person. A null says nothing: an empty cell, or a value that could not be kept. */
export interface StudentData {
  /** Upper case, 10 or 11 characters, or null when absent or of unknown shape. */
  readonly ine: string | null
  /** 13 digits and letters of the NIR with its key, only where the model keeps it. */
  readonly nir: string | null
  readonly studentCode: string | null
  readonly familyName: string
  /** Empty text: the file says that there is none (NOMUSAGE equal to NOM). */
  readonly usageName: string | null
  readonly firstName: string
  readonly secondName: string | null
  readonly thirdName: string | null
  readonly sex: Sex
  /** `AAAA-MM-JJ`; null when the text of the file is not a date (`birthDateText` holds it). */
  readonly birthDate: string | null
  readonly nationality: CodedValue
  readonly familySituation: CodedValue | null
  readonly spouseProfession: CodedValue | null
  readonly phone: string | null
  readonly email: string | null
  readonly login: string | null
  readonly personalAddress: PostalAddress
  readonly familyAddress: PostalAddress
  readonly familyPhone: string | null
}

/** What a line says of one enrolment; its key is (student, year, establishment, component, diploma). */
export interface EnrolmentData {
  /** First civil year of the academic year: 2025 is 2025-2026. */
  readonly year: number
  readonly establishment: CodedValue
  readonly component: CodedValue
  /** Empty text when the file gives none. */
  readonly diploma: string
  readonly cursus: string | null
  readonly cursusYear: string | null
  /** Empty text: the file says that there is none (`N` or `0`). */
  readonly scholarshipCode: string | null
  readonly aidCode: string | null
  readonly studentInsurance: boolean | null
  readonly paymentCentre: string | null
  readonly mutualCode: string | null
  readonly secondarySchool: string | null
  readonly bac: CodedValue | null
  readonly bacYear: number | null
  readonly bacEstablishment: string | null
  readonly establishmentEntry: string | null
  readonly higherEducationEntry: string | null
}

/** A line that passed the row rules: typed, its codes resolved, ready to be matched. */
export interface StudentLine {
  /** Physical line number, the header being line 1. */
  readonly number: number
  readonly student: StudentData
  readonly enrolment: EnrolmentData
  /** The birth date as received, trimmed: two messages print it. */
  readonly birthDateText: string
  /** How messages name the student: NUM_INE as received, trimmed, or `(INE absent, ligne N)`. */
  readonly displayIne: string
  /** First 10 characters of the INE, by which students are looked up; null without an INE. */
  readonly ine10: string | null
  /** Keys of health.md 2.6 of the two names. */
  readonly nameKey: string
  readonly firstNameKey: string
  /** Warnings met while reading; the line is applied all the same. */
  readonly warnings: readonly Issue[]
  /**
   * Columns whose cell was filled but could not be kept. Their null is not an empty cell: it never erases,
   * even under a model whose empty cells do.
   */
  readonly notKept: readonly string[]
}
