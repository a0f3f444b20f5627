import { defineTexts } from '../../lib/texts.ts'

export const statisticsPageTexts = defineTexts({
  fr: { title: 'Statistiques' },
  en: { title: 'Statistics' },
})
