import { defineTexts } from '../../lib/texts.ts'

export const vaccinesPageTexts = defineTexts({
  fr: { title: 'Vaccins' },
  en: { title: 'Vaccines' },
})
