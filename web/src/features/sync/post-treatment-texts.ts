import { defineTexts } from '../../lib/texts.ts'

export const postTreatmentTexts = defineTexts({
  fr: {
    title: 'Post-traitements de l’outil',
    more: 'Chacun suit le réglage général tant que l’outil n’en décide pas autrement :',
    general: 'réglages de tous les outils',
  },
  en: {
    title: 'Post-treatments of the tool',
    more: 'Each follows the general setting until the tool decides otherwise:',
    general: 'settings of all tools',
  },
})
