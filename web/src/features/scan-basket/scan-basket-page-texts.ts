import { defineTexts } from '../../lib/texts.ts'

export const scanBasketPageTexts = defineTexts({
  fr: { title: 'Panier du scan' },
  en: { title: 'Scan basket' },
})
