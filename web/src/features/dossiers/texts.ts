import { defineTexts } from '../../lib/texts.ts'

export const dossiersTexts = defineTexts({
  fr: { title: 'Comptes et candidatures' },
  en: { title: 'Accounts and applications' },
})
