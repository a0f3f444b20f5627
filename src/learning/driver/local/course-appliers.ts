import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** Categories and courses. */
export const courseAppliers: Pick<
  Appliers,
  | 'create-category'
  | 'delete-category'
  | 'create-course'
  | 'update-course'
  | 'delete-course'
  | 'set-section'
  | 'put-content'
  | 'reset-course'
> = {
  'create-category': notYet,
  'delete-category': notYet,
  'create-course': notYet,
  'update-course': notYet,
  'delete-course': notYet,
  'set-section': notYet,
  'put-content': notYet,
  'reset-course': notYet,
}
