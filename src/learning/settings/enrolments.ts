import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { CourseIdentity, UserIdentity } from '../driver/reader.ts'

/** Settings of the enrolments' file (learning.md 6.2; defaults of its last line, 1.2). */
export const enrolmentsFile = defineSetting({
  key: 'learning.enrolments.file',
  label: { fr: "Fichier d'inscriptions", en: 'Enrolment file' },
  schema: z.string(),
  default: '',
})

export const enrolmentsCourseIdentifier = defineSetting({
  key: 'learning.enrolments.course-identifier',
  label: { fr: 'Identifiant pour désigner les cours', en: 'Identifier that names courses' },
  schema: z.enum(['id', 'idnumber', 'shortname']),
  default: 'shortname' as CourseIdentity,
})

export const enrolmentsUserIdentifier = defineSetting({
  key: 'learning.enrolments.user-identifier',
  label: { fr: 'Identifiant pour désigner les utilisateurs', en: 'Identifier that names users' },
  schema: z.enum(['id', 'idnumber', 'username', 'email']),
  default: 'username' as Exclude<UserIdentity, 'hostedusername'>,
})

export const protectGroups = defineSetting({
  key: 'learning.enrolments.protect-groups',
  label: {
    fr: 'Protéger les groupes manuels lors de la synchronisation',
    en: 'Protect memberships given by hand',
  },
  schema: z.boolean(),
  default: false,
})

export const enrolOnDisabled = defineSetting({
  key: 'learning.enrolments.enrol-on-disabled',
  label: {
    fr: "Autoriser l'inscription sur des plugins désactivés",
    en: 'Allow enrolling by a method that is disabled',
  },
  schema: z.boolean(),
  default: false,
})

export const enrolmentsMailAdmins = defineSetting({
  key: 'learning.enrolments.mail-admins',
  label: {
    fr: 'Notifier les admissions aux administrateurs du cours',
    en: "Tell each course's administrators of enrolments by mail",
  },
  schema: z.boolean(),
  default: false,
})

export const enrolmentsDefaultCommand = defineSetting({
  key: 'learning.enrolments.default-command',
  label: {
    fr: 'Commande des lignes qui n’en donnent pas',
    en: 'Command of lines that give none',
  },
  schema: z.enum(['add', 'del', 'shift', 'enable', 'disable']),
  default: 'add' as 'add' | 'del' | 'shift' | 'enable' | 'disable',
})

export const enrolmentsSettings: readonly SettingDefinition[] = [
  enrolmentsFile,
  enrolmentsCourseIdentifier,
  enrolmentsUserIdentifier,
  protectGroups,
  enrolOnDisabled,
  enrolmentsMailAdmins,
  enrolmentsDefaultCommand,
]
