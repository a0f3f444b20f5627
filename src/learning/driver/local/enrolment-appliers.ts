import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** Ways into courses, enrolments and roles. */
export const enrolmentAppliers: Pick<
  Appliers,
  'create-method' | 'update-method' | 'delete-method' | 'enrol' | 'unenrol' | 'assign-role' | 'unassign-role'
> = {
  'create-method': notYet,
  'update-method': notYet,
  'delete-method': notYet,
  enrol: notYet,
  unenrol: notYet,
  'assign-role': notYet,
  'unassign-role': notYet,
}
