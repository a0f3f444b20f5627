import type pg from 'pg'
import type { Text } from '../../platform/text.ts'
import { type FedRecord, planFed, readFed, writeFed } from '../feeding/fed-table.ts'
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
  | { readonly reference: string; readonly outcome: 'rejected'; readonly message: Text }

const unknownVaccine: Text = {
  fr: 'Vaccin inconnu : importez le référentiel des vaccins, ou corrigez son identifiant',
  en: 'Unknown vaccine: import the reference of vaccines, or correct its identifier',
}

/** Writes vaccinations by reference in the caller's transaction; one answer each, in their order. */
export async function feedVaccinations(
  client: pg.PoolClient,
  given: readonly GivenVaccination[],
  now: string,
): Promise<FedVaccination[]> {
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
    else if (vaccine === null) answers[at] = { reference, outcome: 'rejected', message: unknownVaccine }
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
  const plans = planFed(vaccinationTable, records, known, now)
  await writeFed(client, vaccinationTable, plans, now)
  for (const [place, { reference, outcome }] of plans.entries())
    answers[places[place]!] = { reference, outcome }
  return answers
}
