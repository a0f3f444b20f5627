import { defineTexts } from '../../lib/texts.ts'

export const managersTexts = defineTexts({
  fr: { title: 'Gestionnaires' },
  en: { title: 'Managers' },
})
