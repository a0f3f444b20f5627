import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'

/** The drop directory and the age of stored files (learning.md 6.1). */

export const dropDirectory = defineSetting({
  key: 'learning.drop.directory',
  label: {
    fr: 'Répertoire de dépôt (vide : « sync » dans le dossier des données)',
    en: 'Drop directory (empty: “sync” in the data folder)',
  },
  schema: z.string().startsWith('/').max(1000).nullable(),
  rule: { fr: 'Un chemin absolu', en: 'An absolute path' },
  default: null as string | null,
})

export const dropStaleAfterHours = defineSetting({
  key: 'learning.drop.stale-after-hours',
  label: {
    fr: 'Âge, en heures, à partir duquel un verrou du répertoire de dépôt est anormal',
    en: 'Age, in hours, from which a lock of the drop directory is not normal',
  },
  schema: z.number().positive().max(1000),
  default: 3,
})

export const dropAlarmRecipients = defineSetting({
  key: 'learning.drop.alarm-recipients',
  label: {
    fr: 'Destinataires des alarmes du répertoire de dépôt (vide : les administrateurs de l’installation)',
    en: 'Recipients of the drop directory’s alarms (empty: the administrators of the installation)',
  },
  schema: z.array(z.email()).readonly(),
  default: [] as readonly string[],
})

export const dropDoneMarker = defineSetting({
  key: 'learning.drop.done-marker',
  label: {
    fr: 'Ne prendre un fichier que lorsque son marqueur « .done » est à côté de lui',
    en: 'Take a file only when its “.done” marker lies beside it',
  },
  schema: z.boolean(),
  default: false,
})

export const dropLargestMegabytes = defineSetting({
  key: 'learning.drop.largest-megabytes',
  label: {
    fr: 'Taille, en Mo, au-delà de laquelle un fichier déposé est mis en quarantaine',
    en: 'Size, in MB, above which a delivered file is put into quarantine',
  },
  schema: z.int().min(1),
  default: 1024,
})

export const filesKeepDays = defineSetting({
  key: 'learning.files.keep-days',
  label: {
    fr: 'Supprimer les fichiers stockés plus de (en jours ; 0 : jamais)',
    en: 'Remove stored files older than (days; 0: never)',
  },
  schema: z.int().min(0),
  default: 90,
})

export const dropSettings = [
  dropDirectory,
  dropStaleAfterHours,
  dropAlarmRecipients,
  dropDoneMarker,
  dropLargestMegabytes,
  filesKeepDays,
] as readonly SettingDefinition[]
