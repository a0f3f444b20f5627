import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

export const surveyTimeZone = defineSetting({
  key: 'admissions.surveys.time-zone',
  label: {
    fr: 'Fuseau horaire du serveur LimeSurvey (vide : celui de l’établissement)',
    en: 'Time zone of the LimeSurvey server (empty: the establishment’s)',
  },
  schema: z.string().refine((zone) => zone === '' || isTimeZone(zone)),
  rule: { fr: 'Un fuseau comme Europe/Paris, ou rien', en: 'A time zone such as Europe/Paris, or nothing' },
  default: '',
})

export const fullPassDays = defineSetting({
  key: 'admissions.surveys.full-pass-days',
  label: {
    fr: 'Jours entre deux lectures complètes d’une enquête ; entre-temps, les nouvelles réponses seules sont lues',
    en: 'Days between two full readings of a survey; in between, new responses alone are read',
  },
  schema: z.number().int().min(1).max(31),
  default: 7,
})

export const surveySettings = [surveyTimeZone, fullPassDays]

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
