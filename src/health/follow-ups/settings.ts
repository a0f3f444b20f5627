import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

export const followUpRecipients = defineSetting({
  key: 'health.follow-ups.recipients',
  label: {
    fr: 'Qui est prévenu des relances supprimées sans courrier (aucune adresse : les administrateurs de l’application)',
    en: 'Who is told of follow-ups deleted without a letter (no address: the administrators of the application)',
  },
  schema: z.array(z.email()).readonly(),
  default: [] as readonly string[],
})

export const followUpSettings = [followUpRecipients]
