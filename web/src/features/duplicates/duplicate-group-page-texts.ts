import { defineTexts } from '../../lib/texts.ts'

export const duplicateGroupPageTexts = defineTexts({
  fr: { title: 'Doublon possible' },
  en: { title: 'Possible duplicate' },
})
