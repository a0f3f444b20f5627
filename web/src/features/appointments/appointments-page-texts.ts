import { defineTexts } from '../../lib/texts.ts'

export const appointmentsPageTexts = defineTexts({
  fr: { title: 'Rendez-vous' },
  en: { title: 'Appointments' },
})
