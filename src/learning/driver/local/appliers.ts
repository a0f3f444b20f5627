import type { Appliers } from './applier.ts'
import { cohortAppliers } from './cohort-appliers.ts'
import { courseAppliers } from './course-appliers.ts'
import { derivedEnrolmentAppliers } from './derived-enrolments.ts'
import { enrolmentAppliers } from './enrolment-appliers.ts'
import { groupAppliers } from './group-appliers.ts'
import { pictureAppliers } from './picture-appliers.ts'
import { userAppliers } from './user-appliers.ts'

/** Every operation and what carries it out, a file for each subject. */
export const appliers: Appliers = {
  ...courseAppliers,
  ...userAppliers,
  ...pictureAppliers,
  ...enrolmentAppliers,
  ...groupAppliers,
  ...cohortAppliers,
  ...derivedEnrolmentAppliers,
}
