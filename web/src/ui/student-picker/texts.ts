import { defineTexts } from '../../lib/texts.ts'

export const studentPickerTexts = defineTexts({
  fr: {
    label: 'Étudiant',
    placeholder: 'Nom, INE, code étudiant ou identifiant',
    bornOn: (date: string) => `né(e) le ${date}`,
    typeMore: 'Tapez au moins deux caractères',
    nobody: 'Aucun dossier ne correspond',
  },
  en: {
    label: 'Student',
    placeholder: 'Name, INE, student code or login',
    bornOn: (date: string) => `born on ${date}`,
    typeMore: 'Type at least two characters',
    nobody: 'No record matches',
  },
})
