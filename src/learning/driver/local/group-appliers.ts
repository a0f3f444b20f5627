import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** Groups, groupings and memberships. */
export const groupAppliers: Pick<
  Appliers,
  | 'create-group'
  | 'update-group'
  | 'delete-group'
  | 'create-grouping'
  | 'update-grouping'
  | 'delete-grouping'
  | 'add-to-grouping'
  | 'join-group'
  | 'leave-group'
> = {
  'create-group': notYet,
  'update-group': notYet,
  'delete-group': notYet,
  'create-grouping': notYet,
  'update-grouping': notYet,
  'delete-grouping': notYet,
  'add-to-grouping': notYet,
  'join-group': notYet,
  'leave-group': notYet,
}
