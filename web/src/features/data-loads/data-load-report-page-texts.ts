import { defineTexts } from '../../lib/texts.ts'

export const dataLoadReportPageTexts = defineTexts({
  fr: { title: 'Rapport de chargement' },
  en: { title: 'Loading report' },
})
