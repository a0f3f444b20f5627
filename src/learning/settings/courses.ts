import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { CourseIdentity } from '../driver/reader.ts'

/** What an administrator sets for the files of courses (learning.md 6.2), and what a new course takes from the site (1.3). */

export const coursesFile = defineSetting({
  key: 'learning.courses.file',
  label: { fr: "Fichier local d'import de cours", en: 'Local file of courses' },
  schema: z.string().max(200),
  default: '',
})

export const coursesIdentifier = identity('learning.courses.identifier', {
  fr: 'Identifiant de création/mise à jour',
  en: 'Identifier for creation and update',
})

export const categoryIdentifier = defineSetting<'idname' | 'idnumber'>({
  key: 'learning.courses.category-identifier',
  label: { fr: 'Identifiant de catégorie', en: 'Category identifier' },
  schema: z.enum(['idname', 'idnumber']),
  default: 'idname',
  rule: {
    fr: 'idname : ID numérique ou chemin complet de noms (pour création) ; idnumber : numéro d’identification d’une catégorie qui existe',
    en: 'idname: numeric id or full path of names (for creation); idnumber: identification number of a category that exists',
  },
})

export const newCategoriesVisible = defineSetting({
  key: 'learning.courses.new-categories-visible',
  label: { fr: 'Nouvelles catégories visibles', en: 'New categories are visible' },
  schema: z.boolean(),
  default: true,
})

export const protectCategory = defineSetting({
  key: 'learning.courses.protect-category',
  label: {
    fr: 'Protéger la catégorie des cours existants',
    en: 'Protect the category of existing courses',
  },
  schema: z.boolean(),
  default: false,
})

export const forceUpdate = defineSetting({
  key: 'learning.courses.force-update',
  label: { fr: 'Forcer la mise à jour des cours', en: 'Force the update of courses' },
  schema: z.boolean(),
  default: false,
})

export const templateMode = defineSetting<'none' | 'add' | 'replace'>({
  key: 'learning.courses.template-mode',
  label: {
    fr: "Mode d'intégration du template (pour les cours existants)",
    en: 'How a template joins an existing course',
  },
  schema: z.enum(['none', 'add', 'replace']),
  default: 'none',
  rule: {
    fr: 'none (pas d’intégration), add (ajouter le contenu au cours), replace (remplacer le contenu du cours)',
    en: 'none (no integration), add (adds the content to the course), replace (replaces the content of the course)',
  },
})

export const courseFormats = defineSetting<readonly string[]>({
  key: 'learning.courses.formats',
  label: { fr: 'Formats de cours installés', en: 'Installed course formats' },
  schema: z.array(z.string().regex(/^[a-z][a-z0-9_]{0,20}$/)).min(1),
  default: ['topics', 'weeks', 'singleactivity', 'social'],
})

export const defaultCourseFormat = defineSetting({
  key: 'learning.courses.default-format',
  label: { fr: 'Format des nouveaux cours', en: 'Format of new courses' },
  schema: z.string().regex(/^[a-z][a-z0-9_]{0,20}$/),
  default: 'topics',
})

export const newCoursesVisible = defineSetting({
  key: 'learning.courses.new-courses-visible',
  label: { fr: 'Nouveaux cours visibles', en: 'New courses are visible' },
  schema: z.boolean(),
  default: true,
})

export const courseMaxBytes = defineSetting({
  key: 'learning.courses.max-bytes',
  label: {
    fr: 'Taille maximale des fichiers déposés sur le site, en octets',
    en: 'Largest file that the site takes, in bytes',
  },
  schema: z.number().int().min(0).max(1_099_511_627_776),
  default: 2_147_483_648,
})

export const courseSummary = defineSetting({
  key: 'learning.courses.summary',
  label: { fr: 'Résumé des nouveaux cours', en: 'Summary of new courses' },
  schema: z.string().max(10_000),
  default: 'Décrivez ici le cours en quelques phrases.',
})

export const coursesDeleteFile = defineSetting({
  key: 'learning.courses-delete.file',
  label: { fr: 'Fichier local de suppression de cours', en: 'Local file of courses to delete' },
  schema: z.string().max(200),
  default: '',
})

export const coursesDeleteIdentifier = identity('learning.courses.delete-identifier', {
  fr: 'Identifiant de cours pour suppression',
  en: 'Course identifier for deletion',
})

export const coursesCheckFile = defineSetting({
  key: 'learning.courses-check.file',
  label: { fr: "Fichier de test d'existence", en: 'File of courses to check' },
  schema: z.string().max(200),
  default: '',
})

export const coursesCheckIdentifier = identity('learning.courses.check-identifier', {
  fr: "Identifiant d'existence",
  en: 'Course identifier for the check',
})

export const coursesResetFile = defineSetting({
  key: 'learning.courses-reset.file',
  label: { fr: 'Fichier local de réinitialisation de cours', en: 'Local file of courses to reset' },
  schema: z.string().max(200),
  default: '',
})

export const coursesResetIdentifier = identity('learning.courses.reset-identifier', {
  fr: 'Identifiant de cours pour la réinitialisation',
  en: 'Course identifier for the reset',
})

export const coursesMetasFile = defineSetting({
  key: 'learning.courses-metas.file',
  label: { fr: 'Fichier de liaison métacours', en: 'File of meta-course links' },
  schema: z.string().max(200),
  default: '',
})

export const coursesMetasIdentifier = identity('learning.courses.metas-identifier', {
  fr: 'Identifiant de cours pour les liaisons métacours',
  en: 'Course identifier for meta-course links',
})

export const coursesSettings: readonly SettingDefinition[] = [
  coursesFile,
  coursesIdentifier,
  categoryIdentifier,
  newCategoriesVisible,
  protectCategory,
  forceUpdate,
  templateMode,
  courseFormats,
  defaultCourseFormat,
  newCoursesVisible,
  courseMaxBytes,
  courseSummary,
  coursesDeleteFile,
  coursesDeleteIdentifier,
  coursesCheckFile,
  coursesCheckIdentifier,
  coursesResetFile,
  coursesResetIdentifier,
  coursesMetasFile,
  coursesMetasIdentifier,
] as readonly SettingDefinition[]

/** The specification's « first in the list » is `shortname` here (learning.md 6.2, last line). */
function identity(key: string, label: { fr: string; en: string }): SettingDefinition<CourseIdentity> {
  return defineSetting<CourseIdentity>({
    key,
    label,
    schema: z.enum(['shortname', 'idnumber', 'id']),
    default: 'shortname',
  })
}
