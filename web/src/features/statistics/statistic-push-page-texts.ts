import { defineTexts } from '../../lib/texts.ts'

export const statisticPushPageTexts = defineTexts({
  fr: { title: 'Envoi de statistiques' },
  en: { title: 'Statistics sending' },
})
