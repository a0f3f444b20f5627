import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { CourseIdentity, UserIdentity } from '../driver/reader.ts'

/** What an administrator sets for the users' file (learning.md 6.2), and what new accounts take from the site (1.8). */

export const usersFile = defineSetting({
  key: 'learning.users.file',
  label: { fr: 'Fichier local des utilisateurs', en: 'Local file of users' },
  schema: z.string().max(200),
  default: '',
})

export const userCreatePasswords = defineSetting({
  key: 'learning.users.create-passwords',
  label: { fr: 'Créer les mots de passe', en: 'Create passwords' },
  schema: z.boolean(),
  default: false,
})

export const userSendPasswords = defineSetting({
  key: 'learning.users.send-passwords',
  label: { fr: 'Envoyer les mots de passe aux utilisateurs', en: 'Send passwords to users' },
  schema: z.boolean(),
  default: false,
})

export const userAllowRename = defineSetting({
  key: 'learning.users.allow-rename',
  label: { fr: "Permettre le changement d'identifiant", en: 'Allow user names to change' },
  schema: z.boolean(),
  default: false,
})

export const userProtectEmails = defineSetting({
  key: 'learning.users.protect-emails',
  label: { fr: 'Protéger les adresses de courriel', en: 'Protect mail addresses' },
  schema: z.boolean(),
  default: true,
})

export const userPrimaryIdentity = defineSetting({
  key: 'learning.users.primary-identity',
  label: { fr: "Champ d'identité primaire utilisateur", en: 'Primary identity of users' },
  schema: z.enum(['id', 'idnumber', 'username', 'email']),
  default: 'idnumber' as Exclude<UserIdentity, 'hostedusername'>,
})

export const userCourseIdentity = defineSetting({
  key: 'learning.users.course-identity',
  label: { fr: "Champ d'identité primaire cours", en: 'Primary identity of courses' },
  schema: z.enum(['id', 'idnumber', 'shortname']),
  default: 'shortname' as CourseIdentity,
})

export const siteName = defineSetting({
  key: 'learning.site-name',
  label: { fr: 'Nom du site', en: 'Name of the site' },
  schema: z.string().trim().min(1).max(255),
  default: 'la plateforme pédagogique',
})

export const siteCity = defineSetting({
  key: 'learning.site-city',
  label: { fr: 'Ville des nouveaux comptes', en: 'City of new accounts' },
  schema: z.string().trim().max(120),
  default: '',
})

/** Empty: `NZ`, as the platform itself has it. */
export const siteCountry = defineSetting({
  key: 'learning.site-country',
  label: { fr: 'Pays des nouveaux comptes', en: 'Country of new accounts' },
  schema: z.string().regex(/^([A-Z]{2})?$/),
  default: 'FR',
  rule: { fr: 'deux lettres majuscules (code ISO 3166)', en: 'two capital letters (ISO 3166 code)' },
})

/** Empty: `en`. */
export const siteLanguage = defineSetting({
  key: 'learning.site-language',
  label: { fr: 'Langue des nouveaux comptes', en: 'Language of new accounts' },
  schema: z.string().regex(/^[a-z_]{0,30}$/),
  default: 'fr',
  rule: { fr: 'un code de langue, tel que fr ou en', en: 'a language code, such as fr or en' },
})

/** `99`: the platform's own. */
export const siteTimezone = defineSetting({
  key: 'learning.site-timezone',
  label: { fr: 'Fuseau horaire des nouveaux comptes', en: 'Time zone of new accounts' },
  schema: z.string().trim().min(1).max(100),
  default: '99',
})

export const usersSettings: readonly SettingDefinition[] = [
  usersFile,
  userCreatePasswords,
  userSendPasswords,
  userAllowRename,
  userProtectEmails,
  userPrimaryIdentity,
  userCourseIdentity,
  siteName,
  siteCity,
  siteCountry,
  siteLanguage,
  siteTimezone,
] as readonly SettingDefinition[]
