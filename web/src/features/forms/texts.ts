import { defineTexts } from '../../lib/texts.ts'

export const formsTexts = defineTexts({
  fr: { title: 'Formulaires' },
  en: { title: 'Forms' },
})
