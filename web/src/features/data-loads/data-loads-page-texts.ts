import { defineTexts } from '../../lib/texts.ts'

export const dataLoadsPageTexts = defineTexts({
  fr: { title: 'Chargement de données' },
  en: { title: 'Data loading' },
})
