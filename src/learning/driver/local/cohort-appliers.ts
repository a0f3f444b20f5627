import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** Cohorts and their members. */
export const cohortAppliers: Pick<
  Appliers,
  'create-cohort' | 'update-cohort' | 'delete-cohort' | 'join-cohort' | 'leave-cohort'
> = {
  'create-cohort': notYet,
  'update-cohort': notYet,
  'delete-cohort': notYet,
  'join-cohort': notYet,
  'leave-cohort': notYet,
}
