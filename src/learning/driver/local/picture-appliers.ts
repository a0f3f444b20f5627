import type { Appliers } from './applier.ts'

const notYet = () => Promise.reject(new Error('not yet'))

/** Avatars. */
export const pictureAppliers: Pick<Appliers, 'set-picture'> = {
  'set-picture': notYet,
}
