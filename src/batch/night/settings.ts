import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'
import { timePattern } from '../schedule/schedule.ts'

export const nightBeginsAt = defineSetting({
  key: 'core.night.begins-at',
  label: {
    fr: 'Heure à laquelle une nuit commence et la précédente finit (HH:MM)',
    en: 'Time at which a night begins and the one before ends (HH:MM)',
  },
  schema: z.string().regex(timePattern, 'HH:MM'),
  rule: { fr: 'Une heure HH:MM, de 00:00 à 23:59', en: 'A time HH:MM, from 00:00 to 23:59' },
  default: '12:00',
})
