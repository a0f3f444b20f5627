import { defineTexts } from '../../lib/texts.ts'

export const campaignsTexts = defineTexts({
  fr: { title: 'Campagnes' },
  en: { title: 'Campaigns' },
})
