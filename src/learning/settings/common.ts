import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'

/** What all tools share: the format of their files, the guard, what is done after the lines (learning.md 5.4, 6.1). */
export const fileEncoding = defineSetting({
  key: 'learning.encoding',
  label: { fr: 'Encodage des fichiers source', en: 'Encoding of source files' },
  schema: z.enum(['utf-8', 'iso-8859-1']),
  default: 'utf-8',
})

export const fileSeparator = defineSetting({
  key: 'learning.separator',
  label: { fr: 'Séparateur de champs CSV', en: 'CSV field separator' },
  schema: z.enum([';', ',']),
  default: ';',
})

export const unknownColumns = defineSetting({
  key: 'learning.ignore-unknown-columns',
  label: {
    fr: 'Ne pas vérifier les noms de colonne (champs inutilisés acceptés)',
    en: 'Do not check column names (unused fields are accepted)',
  },
  schema: z.boolean(),
  default: false,
})

export const oldComments = defineSetting({
  key: 'learning.old-comments',
  label: {
    fr: 'Ignorer aussi les lignes qui commencent par une espace, (, [, - ou /',
    en: 'Also skip lines that start with a space, (, [, - or /',
  },
  schema: z.boolean(),
  default: true,
})

export const discardFileOnFailure = defineSetting({
  key: 'learning.discard-file-on-failure',
  label: {
    fr: 'Écarter le fichier sur les exceptions de traitement',
    en: 'Set a file aside when its processing crashes',
  },
  schema: z.boolean(),
  default: false,
})

export const wildcardMode = defineSetting({
  key: 'learning.wildcard-mode',
  label: {
    fr: 'Fichiers d’un motif pris par une exécution',
    en: 'Files of a pattern that one run takes',
  },
  schema: z.enum(['all', 'first']),
  default: 'all',
})

export const replayTaken = defineSetting({
  key: 'learning.replay-taken',
  label: {
    fr: 'Reprendre à chaque exécution programmée un fichier déjà traité et inchangé',
    en: 'Take an unchanged file that was processed again at each planned run',
  },
  schema: z.boolean(),
  default: false,
})

export const deletionLimit = defineSetting({
  key: 'learning.guard.deletions',
  label: {
    fr: 'Lignes de suppression au-delà desquelles un fichier attend une approbation (0 : jamais)',
    en: 'Deleting lines beyond which a file waits for an approval (0: never)',
  },
  schema: z.int().min(0),
  default: 200,
})

export const enrolCleanup = defineSetting({
  key: 'learning.enrol-cleanup',
  label: { fr: 'Nettoyage des groupes', en: 'Remove groups left empty' },
  schema: z.boolean(),
  default: false,
})

export const storeReport = defineSetting({
  key: 'learning.store-report',
  label: { fr: 'Sauvegarder le rapport', en: 'Store the report' },
  schema: z.boolean(),
  default: true,
})

export const storeRetryFile = defineSetting({
  key: 'learning.store-retry-file',
  label: { fr: 'Fichier de reprise', en: 'Retry file' },
  schema: z.boolean(),
  default: true,
})

export const storeJournal = defineSetting({
  key: 'learning.store-journal',
  label: {
    fr: 'Sauvegarder le journal des modifications, ligne par ligne',
    en: 'Store the journal of changes, line by line',
  },
  schema: z.boolean(),
  default: true,
})

export const archiveFiles = defineSetting({
  key: 'learning.archive-files',
  label: { fr: 'Archivage des fichiers de commande', en: 'Archive command files' },
  schema: z.boolean(),
  default: false,
})

export const cleanFiles = defineSetting({
  key: 'learning.clean-files',
  label: { fr: 'Nettoyage des fichiers de commande', en: 'Remove processed command files' },
  schema: z.boolean(),
  default: false,
})

export const commonSettings: readonly SettingDefinition[] = [
  fileEncoding,
  fileSeparator,
  unknownColumns,
  oldComments,
  discardFileOnFailure,
  wildcardMode,
  replayTaken,
  deletionLimit,
  enrolCleanup,
  storeReport,
  storeRetryFile,
  storeJournal,
  archiveFiles,
  cleanFiles,
] as readonly SettingDefinition[]
