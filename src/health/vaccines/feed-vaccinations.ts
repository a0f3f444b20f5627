import type pg from 'pg'
import { type FedPlan, type FedRecord, planFed, readFed, writeFed } from '../../exchange/feeding/fed-table.ts'
import type { Text } from '../../platform/text.ts'
import { type FeedOutcome, rejected, rejectedStudent } from '../feeding/feed-outcome.ts'
import { keptStudents } from '../feeding/kept-students.ts'
import { enterImportGate } from '../student-import/store/import-gate.ts'
import { findStudents, type StudentKey } from '../students/find-student.ts'
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

const unknownVaccine: Text = {
  fr: 'Vaccin inconnu : importez le référentiel des vaccins, ou corrigez son identifiant',
  en: 'Unknown vaccine: import the reference of vaccines, or correct its identifier',
}

const otherStudent: Text = {
  fr: 'Cette référence est celle d’une vaccination d’un autre étudiant',
  en: 'This reference belongs to the vaccination of another student',
}

/** Writes vaccinations by reference in the caller's transaction; one outcome each, in their order. */
export async function feedVaccinations(
  client: pg.PoolClient,
  given: readonly GivenVaccination[],
  now: string,
): Promise<FeedOutcome[]> {
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
  const outcomes: FeedOutcome[] = []
  const records: FedRecord[] = []
  const places: number[] = []
  for (const [at, one] of given.entries()) {
    const student = students[at]!
    const vaccine = vaccines[at]!
    if (!student.ok) outcomes[at] = rejectedStudent(student.reason)
    else if (vaccine === null) outcomes[at] = rejected('vaccine', unknownVaccine)
    else {
      places.push(at)
      records.push({
        reference: one.reference,
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
  const planned: number[] = []
  for (const [at, record] of records.entries()) {
    const { reference, values } = record
    const owner = known.get(reference)?.student_id ?? null
    if (owner !== null && values.student_id !== (keptBy.get(owner) ?? owner)) {
      outcomes[places[at]!] = rejected('student', otherStudent)
      continue
    }
    const [plan] = planFed(vaccinationTable, [record], known, now)
    plans.push(plan!)
    planned.push(places[at]!)
  }
  await writeFed(client, vaccinationTable, plans, now)
  const ids = await idsByReference(client, plans)
  for (const [at, { reference, outcome }] of plans.entries())
    outcomes[planned[at]!] = { outcome, id: ids.get(reference)! }
  return outcomes
}

async function idsByReference(
  client: pg.PoolClient,
  plans: readonly FedPlan[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: number; reference: string }>(
    'select id, reference from vaccination where reference = any ($1)',
    [plans.map(({ reference }) => reference)],
  )
  return new Map(rows.map(({ id, reference }) => [reference, id]))
}
