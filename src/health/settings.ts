import { z } from 'zod'
import { defineSetting } from '../platform/settings.ts'
import { appointmentSettings } from './appointments/settings.ts'
import { followUpSettings } from './follow-ups/settings.ts'
import { scanSettings } from './scan-basket/settings.ts'
import { statisticsSettings } from './statistics/settings.ts'
import { vaccineSettings } from './vaccines/settings.ts'

/** What an administrator sets for the health service while the program runs. */

export const importDirectory = defineSetting({
  key: 'health.import.directory',
  label: { fr: 'Répertoire d’import (import.repertoire)', en: 'Import directory (import.repertoire)' },
  schema: z.string().min(1).nullable(),
  default: null as string | null,
})

export const importFile = defineSetting({
  key: 'health.import.file',
  label: { fr: 'Fichier d’import (import.fichier)', en: 'Import file (import.fichier)' },
  schema: z
    .string()
    .min(1)
    .regex(/^[^/\\]+$/, 'a file name without a folder'),
  rule: { fr: 'Un nom de fichier, sans dossier', en: 'A file name, without a folder' },
  default: 'Calcium.csv',
})

export const importRecipients = defineSetting({
  key: 'health.import.recipients',
  label: { fr: 'Destinataires du rapport d’import', en: 'Recipients of the import report' },
  schema: z.array(z.email()).readonly(),
  default: [] as readonly string[],
})

const share = z.number().min(0).max(1)

export const guardRejectedShare = defineSetting({
  key: 'health.import.guard.rejected-share',
  label: {
    fr: 'Part de lignes rejetées au-delà de laquelle un import attend une approbation',
    en: 'Share of rejected lines above which an import waits for approval',
  },
  schema: share,
  default: 0.3,
})

export const guardChangedShare = defineSetting({
  key: 'health.import.guard.changed-share',
  label: {
    fr: 'Part de dossiers modifiés au-delà de laquelle un import attend une approbation',
    en: 'Share of changed records above which an import waits for approval',
  },
  schema: share,
  default: 0.5,
})

export const guardMinimumLines = defineSetting({
  key: 'health.import.guard.minimum-lines',
  label: {
    fr: 'Nombre de lignes en dessous duquel un import n’attend jamais',
    en: 'Number of lines below which an import never waits',
  },
  schema: z.number().int().min(1),
  default: 100,
})

const days = z.number().int().min(0)

export const importLogDays = defineSetting({
  key: 'health.import.log-days',
  label: {
    fr: 'Jours pendant lesquels les journaux d’import sont gardés (0 : toujours)',
    en: 'Days for which import logs are kept (0: for ever)',
  },
  schema: days,
  default: 0,
})

export const archiveDays = defineSetting({
  key: 'health.import.archive-days',
  label: {
    fr: 'Jours pendant lesquels une copie des fichiers importés est gardée (0 : aucune copie)',
    en: 'Days for which a copy of imported files is kept (0: no copy)',
  },
  schema: days,
  default: 0,
})

export const uploadMegabytes = defineSetting({
  key: 'health.import.upload-mb',
  label: {
    fr: 'Taille maximale d’un fichier envoyé par le formulaire, en Mo',
    en: 'Largest file that the form accepts, in MB',
  },
  schema: z.number().int().min(1).max(2000),
  default: 200,
})

export const sampleDays = defineSetting({
  key: 'health.import.sample-days',
  label: {
    fr: 'Jours pendant lesquels les exemples de valeurs modifiées (avant → après) sont gardés',
    en: 'Days for which samples of changed values (before → after) are kept',
  },
  schema: z.number().int().min(1),
  default: 90,
})

export const healthSettings = [
  importDirectory,
  importFile,
  importRecipients,
  guardRejectedShare,
  guardChangedShare,
  guardMinimumLines,
  importLogDays,
  archiveDays,
  uploadMegabytes,
  sampleDays,
  ...appointmentSettings,
  ...statisticsSettings,
  ...vaccineSettings,
  ...scanSettings,
  ...followUpSettings,
]
