import type { EnrolmentData, StudentData } from '../line/student-line.ts'

/** A live student as the database holds it (or as earlier lines of the same file left it). */
export interface StoredStudent {
  readonly id: number
  /** Never merged away: merged records are represented by the record kept. */
  readonly data: StoredStudentData
  readonly nameKey: string
  readonly firstNameKey: string
  /** First 10 characters of the INEs by which this record is known: its own and its aliases. */
  readonly ine10s: readonly string[]
  /** The newest COD_ANU that an import brought; null when none. */
  readonly newestYear: number | null
}

/** Stored data: the birth date is always known. */
export interface StoredStudentData extends StudentData {
  readonly birthDate: string
}

/** An enrolment of a stored student. */
export interface StoredEnrolment extends EnrolmentData {
  readonly studentId: number
}
