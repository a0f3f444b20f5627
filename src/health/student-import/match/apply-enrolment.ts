import type { ImportModel } from '../line/import-model.ts'
import type { EnrolmentData, StudentLine } from '../line/student-line.ts'
import type { Change } from './merge-field.ts'
import { mergeCode, mergeOf, mergeReference, mergeValue, mergeYesNo, noChanges } from './merge-field.ts'
import type { StoredEnrolment } from './stored-student.ts'

/** What a line makes of its enrolment. */
export interface EnrolmentResult {
  /** The whole record; the stored object itself when nothing changes. */
  readonly enrolment: EnrolmentData
  readonly created: boolean
  /** Empty for a new enrolment. */
  readonly changes: readonly Change[]
}

/**
 * What an accepted line writes of its enrolment (health.md 3.8-2). `stored` is the enrolment of the same
 * student, year, establishment, component and diploma, as earlier lines of the file left it, or null.
 */
export function applyToEnrolment(
  line: StudentLine,
  stored: StoredEnrolment | null,
  model: ImportModel,
): EnrolmentResult {
  const now = line.enrolment
  if (stored === null)
    return {
      // Empty text says that there is no scholarship: nothing to store.
      enrolment: now.scholarshipCode === '' ? { ...now, scholarshipCode: null } : now,
      created: true,
      changes: noChanges,
    }

  const merge = mergeOf(line, model)
  const establishment = mergeReference(stored.establishment, now.establishment, 'ETB', merge)
  const component = mergeReference(stored.component, now.component, 'CMP', merge)
  const cursus = mergeValue(stored.cursus, now.cursus, 'CURSUS', merge)
  const cursusYear = mergeValue(stored.cursusYear, now.cursusYear, 'ANNEE', merge)
  const scholarshipCode = mergeValue(stored.scholarshipCode, now.scholarshipCode, 'CODEBRS', merge)
  const aidCode = mergeValue(stored.aidCode, now.aidCode, 'CODEFINANC', merge)
  const studentInsurance = mergeYesNo(stored.studentInsurance, now.studentInsurance, 'TEM_AFFL_SSO', merge)
  const paymentCentre = mergeValue(stored.paymentCentre, now.paymentCentre, 'CENTREPAYEUR', merge)
  const mutualCode = mergeValue(stored.mutualCode, now.mutualCode, 'CODEMUT', merge)
  const secondarySchool = mergeValue(stored.secondarySchool, now.secondarySchool, 'ETABLISSEMENT', merge)
  const bac = mergeCode(stored.bac, now.bac, 'BAC', merge)
  const bacYear = mergeValue(stored.bacYear, now.bacYear, 'DATEBAC', merge)
  const bacEstablishment = mergeValue(stored.bacEstablishment, now.bacEstablishment, 'ETB_BAC', merge)
  const establishmentEntry = mergeValue(stored.establishmentEntry, now.establishmentEntry, 'DAA_ETB', merge)
  const higherEducationEntry = mergeValue(
    stored.higherEducationEntry,
    now.higherEducationEntry,
    'DAA_ENS_SUP',
    merge,
  )
  if (merge.changes === null) return { enrolment: stored, created: false, changes: noChanges }
  return {
    enrolment: {
      year: stored.year,
      establishment,
      component,
      diploma: stored.diploma,
      cursus,
      cursusYear,
      scholarshipCode,
      aidCode,
      studentInsurance,
      paymentCentre,
      mutualCode,
      secondarySchool,
      bac,
      bacYear,
      bacEstablishment,
      establishmentEntry,
      higherEducationEntry,
    },
    created: false,
    changes: merge.changes,
  }
}
