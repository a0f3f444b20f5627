import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** Accounts and their custom fields. */
export const userAppliers: Pick<
  Appliers,
  'create-user' | 'update-user' | 'delete-user' | 'revive-user' | 'set-profile-value'
> = {
  'create-user': notYet,
  'update-user': notYet,
  'delete-user': notYet,
  'revive-user': notYet,
  'set-profile-value': notYet,
}
