import type { Change } from '../../../../exchange/command-file/verdict.ts'
import type { CourseFields, CourseRecord } from '../../../driver/records.ts'
import type { CategoryTree } from './category-tree.ts'
import { cellRules } from './course-columns.ts'

const columnOf: Readonly<Record<string, string>> = {
  shortname: 'shortname',
  fullname: 'fullname',
  categoryId: 'category',
  ...Object.fromEntries(Object.entries(cellRules).map(([column, { field }]) => [field, column])),
}

/** The fields of `wanted` that the course does not have yet. */
export function changedFields(course: CourseRecord, wanted: Partial<CourseFields>): Partial<CourseFields> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => course[field as keyof CourseFields] !== value),
  )
}

/** Field by field, under the names of the file's columns, with the value before. */
export function fieldChanges(
  course: CourseRecord,
  changes: Partial<CourseFields>,
  tree: CategoryTree,
): Change[] {
  return Object.keys(changes).map((field) => {
    const shown = (fields: Partial<CourseFields>) =>
      field === 'categoryId' ? tree.path(fields.categoryId!) : (fields[field as keyof CourseFields] ?? null)
    return {
      entity: 'course',
      key: course.shortname,
      field: columnOf[field] ?? field,
      before: shown(course),
      after: shown(changes),
    }
  })
}
