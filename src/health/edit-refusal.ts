import { type EditRefused, refused } from '../platform/edit-refusal.ts'

export { type EditRefusal, EditRefused, invalidField, refused } from '../platform/edit-refusal.ts'

export function unknownModel(code: string): EditRefused {
  return refused('UNKNOWN_MODEL', {
    fr: `Aucun modèle d'importation ne s'appelle ${code}`,
    en: `No import model is called ${code}`,
  })
}
