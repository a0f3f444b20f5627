import type pg from 'pg'
import type { Text } from '../../platform/text.ts'
import { type FedPlan, type FedRecord, planFed, readFed, writeFed } from '../feeding/fed-table.ts'
import { keptStudents } from '../feeding/kept-students.ts'
import { enterImportGate } from '../student-import/store/import-gate.ts'
import { findStudents, type StudentKey, type UnfoundReason } from '../students/find-student.ts'
import { findVaccines, type VaccineKey, vaccinationTable } from './vaccination-table.ts'

export interface GivenVaccination {
  readonly reference: string
  readonly student: StudentKey
  readonly vaccine: VaccineKey
  readonly givenOn: string | null
  readonly batchNumber: string | null
  readonly booster: boolean | null
  readonly enteredBy: string | null
}

export type FedVaccination =
  | { readonly reference: string; readonly outcome: 'created' | 'updated' | 'unchanged' }
  | { readonly reference: string; readonly outcome: 'rejected'; readonly student: UnfoundReason }
  | {
      readonly reference: string
      readonly outcome: 'rejected'
      readonly path: string
      readonly message: Text
    }

const unknownVaccine: Text = {
  fr: 'Vaccin inconnu : importez le référentiel des vaccins, ou corrigez son identifiant',
  en: 'Unknown vaccine: import the reference of vaccines, or correct its identifier',
}

const otherStudent: Text = {
  fr: 'Cette référence est celle d’une vaccination d’un autre étudiant',
  en: 'This reference belongs to the vaccination of another student',
}

/** Writes vaccinations by reference in the caller's transaction; one answer each, in their order. */
export async function feedVaccinations(
  client: pg.PoolClient,
  given: readonly GivenVaccination[],
  now: string,
): Promise<FedVaccination[]> {
  // Nobody is merged away between being found and being written to.
  await enterImportGate(client)
  const students = await findStudents(
    client,
    given.map(({ student }) => student),
  )
  const vaccines = await findVaccines(
    client,
    given.map(({ vaccine }) => vaccine),
  )
  const answers: FedVaccination[] = []
  const records: FedRecord[] = []
  const places: number[] = []
  for (const [at, one] of given.entries()) {
    const { reference } = one
    const student = students[at]!
    const vaccine = vaccines[at]!
    if (!student.ok) answers[at] = { reference, outcome: 'rejected', student: student.reason }
    else if (vaccine === null)
      answers[at] = { reference, outcome: 'rejected', path: 'vaccine', message: unknownVaccine }
    else {
      places.push(at)
      records.push({
        reference,
        values: {
          student_id: student.studentId,
          vaccine_id: vaccine,
          given_on: one.givenOn,
          batch_number: one.batchNumber,
          booster: one.booster,
          entered_by: one.enteredBy,
        },
      })
    }
  }
  const known = await readFed(
    client,
    vaccinationTable,
    records.map(({ reference }) => reference),
    true,
  )
  const keptBy = await keptStudents(client, known)
  const plans: FedPlan[] = []
  for (const [at, record] of records.entries()) {
    const { reference, values } = record
    const owner = known.get(reference)?.student_id ?? null
    if (owner !== null && values.student_id !== (keptBy.get(owner) ?? owner)) {
      answers[places[at]!] = { reference, outcome: 'rejected', path: 'student', message: otherStudent }
      continue
    }
    const [plan] = planFed(vaccinationTable, [record], known, now)
    plans.push(plan!)
    answers[places[at]!] = { reference, outcome: plan!.outcome }
  }
  await writeFed(client, vaccinationTable, plans, now)
  return answers
}
