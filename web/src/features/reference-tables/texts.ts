import { defineTexts } from '../../lib/texts.ts'

export const referenceTablesTexts = defineTexts({
  fr: { title: 'Tables du SI Scolarité' },
  en: { title: 'Reference tables' },
})
