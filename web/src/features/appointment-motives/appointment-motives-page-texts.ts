import { defineTexts } from '../../lib/texts.ts'

export const appointmentMotivesPageTexts = defineTexts({
  fr: { title: 'Motifs et options' },
  en: { title: 'Motives and options' },
})
