import type { EncodedRows } from '../../../platform/copy-rows.ts'
import type { EnrolmentData } from '../line/student-line.ts'
import type { StudentRow } from './student-table.ts'

/** What one set of lines changes, as rows: the plan of that set. */
export interface StudentWrites {
  readonly newStudents: readonly StudentRow[]
  readonly changedStudents: readonly ChangedStudent[]
  readonly newEnrolments: readonly EnrolmentWrite[]
  readonly changedEnrolments: readonly EnrolmentWrite[]
  readonly aliases: readonly { readonly studentId: number; readonly ine: string }[]
  readonly sources: readonly SourceWrite[]
  readonly changes: readonly ChangeWrite[]
}

export interface ChangedStudent extends StudentRow {
  /** As the look-up gave it. */
  readonly rowVersion: string
  readonly loginChanges: boolean
}

export interface EnrolmentWrite {
  readonly studentId: number
  readonly data: EnrolmentData
  readonly line: number
}

/** The link between a student and the model, with the marks of the lines that he now stands by. */
export interface SourceWrite {
  readonly studentId: number
  readonly line: number
  readonly marks: readonly bigint[]
  readonly isNew: boolean
  /** The student or an enrolment of his is other than the set met it. */
  readonly changed: boolean
}

export interface ChangeWrite {
  readonly studentId: number
  readonly line: number
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
}

/** A plan ready to be sent: its new rows encoded, what changes others kept as it is. */
export interface PreparedRows {
  readonly students: EncodedRows
  readonly enrolments: EncodedRows
  readonly sources: EncodedRows
  readonly changes: EncodedRows
  /** Null where the set only adds rows: such sets can be sent as one. */
  readonly updates: RowUpdates | null
}

export type RowUpdates = Pick<StudentWrites, 'changedStudents' | 'changedEnrolments' | 'aliases'> & {
  readonly knownSources: readonly SourceWrite[]
}

/** Writes plans inside the caller's transaction. */
export interface StudentWriter {
  /** Words and encodes the rows of a set; asks nothing of the database. */
  prepare(writes: StudentWrites): PreparedRows
  /** Sends sets in order. */
  send(sets: readonly PreparedRows[]): Promise<void>
}

/** The sets as runs that can each be sent as one: neighbours that only add rows go together. */
export function joinedSets(sets: readonly PreparedRows[]): PreparedRows[] {
  const runs: PreparedRows[][] = []
  for (const set of sets) {
    const last = runs.at(-1)
    if (last !== undefined && set.updates === null && last[0]!.updates === null) last.push(set)
    else runs.push([set])
  }
  return runs.map((run) => ({
    students: run.flatMap((set) => set.students),
    enrolments: run.flatMap((set) => set.enrolments),
    sources: run.flatMap((set) => set.sources),
    changes: run.flatMap((set) => set.changes),
    updates: run[0]!.updates,
  }))
}
