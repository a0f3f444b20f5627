import { defineTexts } from '../../lib/texts.ts'

export const mailTemplatesTexts = defineTexts({
  fr: { title: 'Modèles de courriels' },
  en: { title: 'Mail templates' },
})
