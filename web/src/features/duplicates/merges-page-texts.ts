import { defineTexts } from '../../lib/texts.ts'

export const mergesPageTexts = defineTexts({
  fr: { title: 'Fusions' },
  en: { title: 'Merges' },
})
