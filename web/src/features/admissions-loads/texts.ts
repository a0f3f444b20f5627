import { defineTexts } from '../../lib/texts.ts'

export const admissionsLoadsTexts = defineTexts({
  fr: { title: 'Chargement de fichiers' },
  en: { title: 'File loading' },
})
