import { defineTexts } from '../../lib/texts.ts'

export const opiTexts = defineTexts({
  fr: { title: 'OPI' },
  en: { title: 'Pre-registrations (OPI)' },
})
