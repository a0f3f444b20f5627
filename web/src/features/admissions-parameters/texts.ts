import { defineTexts } from '../../lib/texts.ts'

export const admissionsParametersTexts = defineTexts({
  fr: { title: 'Paramètres' },
  en: { title: 'Parameters' },
})
