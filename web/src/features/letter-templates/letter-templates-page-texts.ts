import { defineTexts } from '../../lib/texts.ts'

export const letterTemplatesPageTexts = defineTexts({
  fr: { title: 'Modèles de lettres' },
  en: { title: 'Letter templates' },
})
