import { defineTexts } from '../../lib/texts.ts'

export const consultationsPageTexts = defineTexts({
  fr: { title: 'Consultations' },
  en: { title: 'Consultations' },
})
