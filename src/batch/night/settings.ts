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
  default: '12:00',
})
