import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

export const scanMegabytes = defineSetting({
  key: 'health.scan.upload-mb',
  label: {
    fr: 'Taille maximale d’un document numérisé, en Mo',
    en: 'Largest scanned document, in MB',
  },
  schema: z.number().int().min(1).max(500),
  default: 50,
})

export const scanLockMinutes = defineSetting({
  key: 'health.scan.lock-minutes',
  label: {
    fr: 'Minutes pendant lesquelles un document reste réservé à qui le rattache',
    en: 'Minutes for which a document stays reserved for whoever attaches it',
  },
  schema: z.number().int().min(1).max(480),
  default: 15,
})

export const scanSettings = [scanMegabytes, scanLockMinutes] as const
