import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { UserIdentity } from '../driver/reader.ts'

/** What an administrator sets for archives of pictures (learning.md 6.2). */

export const picturePrefix = defineSetting({
  key: 'learning.pictures.prefix',
  label: { fr: "Préfixe des fichiers d'avatars", en: 'Prefix of picture archives' },
  schema: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^/\\*]+$/),
  rule: {
    fr: 'Le début d’un nom de fichier, sans dossier ni *',
    en: 'The beginning of a file name, without a folder or *',
  },
  default: 'userpictures_',
})

export const pictureUserField = defineSetting({
  key: 'learning.pictures.user-field',
  label: { fr: 'Champ de reconnaissance des utilisateurs', en: 'Field that users are recognised by' },
  schema: z.enum(['id', 'idnumber', 'username', 'hostedusername', 'email']),
  default: 'idnumber' as UserIdentity,
})

export const pictureOverwrite = defineSetting({
  key: 'learning.pictures.overwrite',
  label: { fr: 'Remplacer les images existantes', en: 'Replace existing pictures' },
  schema: z.boolean(),
  default: true,
})

export const pictureForceDeletion = defineSetting({
  key: 'learning.pictures.force-deletion',
  label: { fr: 'Forcer la suppression des fichiers sources', en: 'Always remove source files' },
  schema: z.boolean(),
  default: true,
})

export const picturesSettings: readonly SettingDefinition[] = [
  picturePrefix,
  pictureUserField,
  pictureOverwrite,
  pictureForceDeletion,
] as readonly SettingDefinition[]
