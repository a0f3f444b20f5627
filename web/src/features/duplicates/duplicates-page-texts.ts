import { defineTexts } from '../../lib/texts.ts'

export const duplicatesPageTexts = defineTexts({
  fr: { title: 'Gestion des doublons' },
  en: { title: 'Duplicates' },
})
