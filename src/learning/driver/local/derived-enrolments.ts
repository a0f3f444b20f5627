import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** What members of cohorts and links between courses give. */
export const derivedEnrolmentAppliers: Pick<Appliers, 'sync-derived-enrolments'> = {
  'sync-derived-enrolments': notYet,
}
