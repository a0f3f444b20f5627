import { defineTexts } from '../../lib/texts.ts'

export const destructionsTexts = defineTexts({
  fr: { title: 'Destructions' },
  en: { title: 'Destructions' },
})
