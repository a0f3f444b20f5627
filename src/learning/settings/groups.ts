import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { CourseIdentity, UserIdentity } from '../driver/reader.ts'

/** What names a group, or a grouping, in its course. */
export type GroupIdentity = 'id' | 'idnumber' | 'name'

/** Settings of the files of groups and of their members (learning.md 6.2; defaults of its last line, 1.2). */
export const groupsFile = defineSetting({
  key: 'learning.groups.file',
  label: { fr: 'Emplacement du fichier de groupes', en: 'File of groups' },
  schema: z.string(),
  default: '',
})

export const groupMembersFile = defineSetting({
  key: 'learning.group-members.file',
  label: { fr: 'Emplacement du fichier des membres de groupes', en: 'File of group members' },
  schema: z.string(),
  default: '',
})

export const groupsCourseIdentifier = defineSetting({
  key: 'learning.groups.course-identifier',
  label: { fr: 'Identifiant de cours', en: 'Course identifier' },
  schema: z.enum(['id', 'idnumber', 'shortname']),
  default: 'shortname' as CourseIdentity,
})

export const groupsUserIdentifier = defineSetting({
  key: 'learning.groups.user-identifier',
  label: { fr: "Identifiant d'utilisateur", en: 'User identifier' },
  schema: z.enum(['id', 'idnumber', 'username', 'email']),
  default: 'username' as Exclude<UserIdentity, 'hostedusername'>,
})

export const groupIdentifier = defineSetting({
  key: 'learning.groups.group-identifier',
  label: { fr: 'Identifiant de groupe', en: 'Group identifier' },
  schema: z.enum(['id', 'idnumber', 'name']),
  default: 'idnumber' as GroupIdentity,
})

export const groupingIdentifier = defineSetting({
  key: 'learning.groups.grouping-identifier',
  label: { fr: 'Identifiant de groupement', en: 'Grouping identifier' },
  schema: z.enum(['id', 'idnumber', 'name']),
  default: 'idnumber' as GroupIdentity,
})

export const autogrouping = defineSetting({
  key: 'learning.groups.autogrouping',
  label: { fr: 'Mettre les groupes créés en groupement', en: 'Put each new group in a grouping of its own' },
  schema: z.boolean(),
  default: false,
})

/** 0: « Pas de purge » ; 1: « Purger les groupes vides » ; 2: « Purger les groupes et les groupements vides ». */
export const purgeEmptyGroups = defineSetting({
  key: 'learning.groups.purge-empty-groups',
  label: {
    fr: 'Purger les groupes vides (0 : pas de purge ; 1 : les groupes ; 2 : les groupes et les groupements)',
    en: 'Purge empty groups (0: no; 1: groups; 2: groups and groupings)',
  },
  schema: z.enum(['0', '1', '2']),
  default: '0' as '0' | '1' | '2',
})

export const groupsMailAdmins = defineSetting({
  key: 'learning.groups.mail-admins',
  label: {
    fr: 'Notifier les enseignants gestionnaires de cours des imports',
    en: "Tell each course's managing teachers of imports by mail",
  },
  schema: z.boolean(),
  default: false,
})

export const groupsSettings: readonly SettingDefinition[] = [
  groupsFile,
  groupMembersFile,
  groupsCourseIdentifier,
  groupsUserIdentifier,
  groupIdentifier,
  groupingIdentifier,
  autogrouping,
  purgeEmptyGroups,
  groupsMailAdmins,
]
