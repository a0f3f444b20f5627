import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'

/** In millions of bytes. A whole university's pictures go in several archives. */
export const fileMegabytes = defineSetting({
  key: 'learning.upload-mb',
  label: {
    fr: 'Taille maximale d’un fichier envoyé par le formulaire ou l’API, en Mo',
    en: 'Largest file that the form and the API accept, in MB',
  },
  schema: z.int().min(1).max(10_000),
  default: 300,
})

export const filesSettings = [fileMegabytes] as readonly SettingDefinition[]
