import { defineTexts } from '../../lib/texts.ts'

export const followUpsPageTexts = defineTexts({
  fr: { title: 'Gestion des relances' },
  en: { title: 'Follow-ups' },
})
