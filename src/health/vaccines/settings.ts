import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

/** Where the reference of vaccines comes from (health.md 2.9). */

export const vaccineSourceKinds = ['none', 'https', 'file'] as const
export type VaccineSourceKind = (typeof vaccineSourceKinds)[number]

export const vaccineSource = defineSetting<VaccineSourceKind>({
  key: 'health.vaccines.source',
  label: { fr: 'Source des vaccins', en: 'Source of vaccines' },
  schema: z.enum(vaccineSourceKinds),
  choices: {
    none: { fr: 'Aucune', en: 'None' },
    https: { fr: 'Service HTTPS (JSON)', en: 'HTTPS service (JSON)' },
    file: { fr: 'Fichier JSON déposé', en: 'JSON file put here' },
  },
  default: 'none',
})

export const vaccineUrl = defineSetting({
  key: 'health.vaccines.url',
  label: { fr: 'Adresse de la liste des vaccins', en: 'Address of the list of vaccines' },
  schema: z.url({ protocol: /^https$/ }).nullable(),
  rule: { fr: 'Une adresse https://', en: 'An https:// address' },
  default: null as string | null,
})

export const vaccineCredential = defineSetting({
  key: 'health.vaccines.credential',
  label: { fr: 'Jeton d’accès à la liste des vaccins', en: 'Access token for the list of vaccines' },
  // What an HTTP header can carry.
  schema: z.string().regex(/^[\x21-\x7e]*$/),
  rule: { fr: 'Sans espace ni accent', en: 'Without spaces or accents' },
  default: '',
  secret: true,
})

export const vaccinePageSize = defineSetting({
  key: 'health.vaccines.page-size',
  label: { fr: 'Vaccins demandés à la fois', en: 'Vaccines asked for at a time' },
  schema: z.number().int().min(1).max(5000),
  default: 500,
})

export const vaccineSettings = [vaccineSource, vaccineUrl, vaccineCredential, vaccinePageSize]
