/**
 * What is sent to calcium-dashboard, fixed by its version (health.md 2.10): the same figures are never cut another way,
 * or two cuts would tell together what neither tells alone. Whoever changes a table below changes `schemaVersion`.
 */
export const schemaVersion = '1'

/** The values of each axis, all of them sent always. A code of cursus that is none of these is `AUTRE`: codes of the registry are free text. */
export const axes = {
  sex: ['F', 'M', 'INCONNU'],
  age_band: ['<18', '18-20', '21-23', '24-26', '27-30', '>30'],
  nationality_group: ['FR', 'UE', 'HORS_UE', 'INCONNU'],
  cursus: ['L', 'M', 'D', 'AUTRE'],
} as const
export type Axis = keyof typeof axes

export interface TableOfAxes {
  readonly rows: Axis
  readonly columns: Axis
}

/** By establishment and two more axes; the tables of one establishment share its total. */
export const tables: readonly TableOfAxes[] = [
  { rows: 'sex', columns: 'age_band' },
  { rows: 'nationality_group', columns: 'cursus' },
]

/** `consultations` are counted by visit, `seen` and `students` by person. */
export const measures = ['students', 'seen', 'consultations', 'appointments', 'missed_appointments'] as const
export type Measure = (typeof measures)[number]

/** The measure that counts the population of another: what is masked there is masked here too. */
export const populationOf: Readonly<Record<Measure, Measure | null>> = {
  students: null,
  seen: 'students',
  consultations: 'seen',
  appointments: 'students',
  missed_appointments: 'appointments',
}

/** Pairs of which the first is never greater than the second, whatever the cell: what an attacker may reason with. */
export const neverGreater: readonly (readonly [Measure, Measure])[] = [
  ['seen', 'students'],
  ['seen', 'consultations'],
  ['missed_appointments', 'appointments'],
]
