import { defineTexts } from '../../lib/texts.ts'

export const letterTemplatePageTexts = defineTexts({
  fr: { title: 'Modèle de lettre' },
  en: { title: 'Letter template' },
})
