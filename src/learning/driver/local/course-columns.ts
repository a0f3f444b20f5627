import type { CourseFields } from '../records.ts'

/** What each field of a course is in `learning.course`: column, type in a file's terms, and how the column is made of it. */
export const courseColumns: Readonly<Record<keyof CourseFields, CourseColumn>> = {
  categoryId: { name: 'category_id', type: 'bigint' },
  shortname: { name: 'shortname', type: 'text' },
  fullname: { name: 'fullname', type: 'text' },
  idnumber: { name: 'idnumber', type: 'text' },
  summary: { name: 'summary', type: 'text' },
  format: { name: 'format', type: 'text' },
  sortOrder: { name: 'sort_order', type: 'bigint' },
  showGrades: { name: 'show_grades', type: 'boolean' },
  showReports: { name: 'show_reports', type: 'boolean' },
  newsItems: { name: 'news_items', type: 'smallint' },
  startsAt: { name: 'start_at', type: 'instant' },
  marker: { name: 'marker', type: 'int' },
  maxBytes: { name: 'max_bytes', type: 'bigint' },
  legacyFiles: { name: 'legacy_files', type: 'smallint' },
  visible: { name: 'visible', type: 'boolean' },
  visibleOld: { name: 'visible_old', type: 'boolean' },
  groupMode: { name: 'group_mode', type: 'smallint' },
  groupModeForce: { name: 'group_mode_force', type: 'boolean' },
  defaultGroupingId: { name: 'default_grouping_id', type: 'bigint' },
  courseDisplay: { name: 'course_display', type: 'smallint' },
  enableCompletion: { name: 'enable_completion', type: 'boolean' },
  lang: { name: 'lang', type: 'text' },
  theme: { name: 'theme', type: 'text' },
  createdAt: { name: 'created_at', type: 'instant' },
  modifiedAt: { name: 'modified_at', type: 'instant' },
}

export interface CourseColumn {
  readonly name: string
  /** `instant`: seconds since 1970 outside, `timestamptz` inside. */
  readonly type: 'bigint' | 'int' | 'smallint' | 'boolean' | 'text' | 'instant'
}

export const courseFieldNames = Object.keys(courseColumns) as (keyof CourseFields)[]

/** `shortname, extract(epoch from start_at)::bigint as "startsAt"…`: the columns as a record's fields. */
export const courseFieldsSelected = courseFieldNames
  .map((field) => {
    const { name, type } = courseColumns[field]
    return `${type === 'instant' ? `extract(epoch from ${name})::bigint` : name} as "${field}"`
  })
  .join(', ')

/** Columns of `jsonb_to_recordset`, named as in the table. */
export function courseRecordset(fields: readonly (keyof CourseFields)[]): string {
  return ['id bigint', ...fields.map((field) => `${courseColumns[field].name} ${typeGiven(field)}`)].join(
    ', ',
  )
}

/** The value of a column, from a recordset called `given`. */
export function courseValue(field: keyof CourseFields): string {
  const { name, type } = courseColumns[field]
  return type === 'instant' ? `to_timestamp(given.${name})` : `given.${name}`
}

function typeGiven(field: keyof CourseFields): string {
  const { type } = courseColumns[field]
  return type === 'instant' ? 'bigint' : type
}
