import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { CohortIdentity, CourseIdentity, UserIdentity } from '../driver/reader.ts'

/** What an administrator sets for cohorts and their bindings to courses (learning.md 6.2). */

export const cohortsFile = defineSetting({
  key: 'learning.cohorts.file',
  label: { fr: 'Fichier local des cohortes', en: 'Local file of cohorts' },
  schema: z.string().max(200),
  default: '',
})

export const cohortBindingsFile = defineSetting({
  key: 'learning.cohorts-courses.file',
  label: {
    fr: 'Fichier des liaisons des cohortes aux cours',
    en: 'File of the bindings of cohorts to courses',
  },
  schema: z.string().max(200),
  default: '',
})

export const cohortUserIdentifier = defineSetting({
  key: 'learning.cohorts.user-identifier',
  label: { fr: "Identifiant d'utilisateur", en: 'User identifier' },
  schema: z.enum(['id', 'idnumber', 'username', 'email']),
  default: 'idnumber' as Exclude<UserIdentity, 'hostedusername'>,
})

export const cohortIdentifier = defineSetting({
  key: 'learning.cohorts.cohort-identifier',
  label: { fr: 'Identifiant de cohorte', en: 'Cohort identifier' },
  schema: z.enum(['id', 'idnumber', 'name']),
  default: 'idnumber' as CohortIdentity,
})

export const cohortCourseIdentifier = defineSetting({
  key: 'learning.cohorts.course-identifier',
  label: { fr: 'Identifiant de cours', en: 'Course identifier' },
  schema: z.enum(['id', 'idnumber', 'shortname']),
  default: 'idnumber' as CourseIdentity,
})

export const cohortRoleIdentifier = defineSetting({
  key: 'learning.cohorts.role-identifier',
  label: { fr: 'Identifiant de rôle', en: 'Role identifier' },
  schema: z.enum(['id', 'shortname']),
  default: 'shortname' as 'id' | 'shortname',
})

export const cohortAutoCreate = defineSetting({
  key: 'learning.cohorts.auto-create',
  label: { fr: 'Créer les cohortes manquantes', en: 'Create missing cohorts' },
  schema: z.boolean(),
  default: true,
})

export const cohortSyncDelete = defineSetting({
  key: 'learning.cohorts.sync-delete',
  label: { fr: 'Détruire les cohortes vides', en: 'Delete empty cohorts' },
  schema: z.boolean(),
  default: false,
})

/** Methods that a binding may use, all of them fed by a cohort's members. */
export const cohortMethods = defineSetting({
  key: 'learning.cohorts.methods',
  label: {
    fr: "Méthodes d'inscription fondées sur les cohortes",
    en: 'Enrolment methods based on cohorts',
  },
  schema: z.array(z.string().regex(/^[a-z][a-z_]{0,19}$/)).readonly(),
  default: ['cohort'] as readonly string[],
})

export const cohortsSettings: readonly SettingDefinition[] = [
  cohortsFile,
  cohortBindingsFile,
  cohortUserIdentifier,
  cohortIdentifier,
  cohortCourseIdentifier,
  cohortRoleIdentifier,
  cohortAutoCreate,
  cohortSyncDelete,
  cohortMethods,
]
