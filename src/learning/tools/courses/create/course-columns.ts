import type { CourseFields } from '../../../driver/records.ts'

/** What a cell must hold, and the field of a course that it sets (learning.md 1.3). */
export interface CellRule {
  readonly field: keyof CourseFields
  readonly kind:
    | { readonly is: 'text'; readonly longest: number }
    | { readonly is: 'optional-text'; readonly longest: number }
    | { readonly is: 'format' }
    | { readonly is: 'integer'; readonly least: number; readonly most: number | 'site maximum' }
    | { readonly is: 'yes-no' }
    | { readonly is: 'date' }
}

const longText = 1_000_000

/** Columns that set one field. An empty cell of a number, a choice or a date says nothing; an empty text is empty. */
export const cellRules: Readonly<Record<string, CellRule>> = {
  idnumber: { field: 'idnumber', kind: { is: 'optional-text', longest: 100 } },
  summary: { field: 'summary', kind: { is: 'text', longest: longText } },
  format: { field: 'format', kind: { is: 'format' } },
  sortorder: { field: 'sortOrder', kind: { is: 'integer', least: 0, most: 4_294_967_295 } },
  showgrades: { field: 'showGrades', kind: { is: 'yes-no' } },
  showreports: { field: 'showReports', kind: { is: 'yes-no' } },
  newsitems: { field: 'newsItems', kind: { is: 'integer', least: 0, most: 10 } },
  startdate: { field: 'startsAt', kind: { is: 'date' } },
  // The reference checks it as a date, by mistake: it is the number of a section.
  marker: { field: 'marker', kind: { is: 'integer', least: 0, most: 52 } },
  maxbytes: { field: 'maxBytes', kind: { is: 'integer', least: 0, most: 'site maximum' } },
  legacyfiles: { field: 'legacyFiles', kind: { is: 'integer', least: 0, most: 1 } },
  visible: { field: 'visible', kind: { is: 'yes-no' } },
  visibleold: { field: 'visibleOld', kind: { is: 'yes-no' } },
  coursedisplay: { field: 'courseDisplay', kind: { is: 'integer', least: 0, most: 32_767 } },
  enablecompletion: { field: 'enableCompletion', kind: { is: 'yes-no' } },
  defaultgroupingid: {
    field: 'defaultGroupingId',
    kind: { is: 'integer', least: 0, most: Number.MAX_SAFE_INTEGER },
  },
  groupmode: { field: 'groupMode', kind: { is: 'integer', least: 0, most: 2 } },
  groupmodeforce: { field: 'groupModeForce', kind: { is: 'yes-no' } },
  lang: { field: 'lang', kind: { is: 'text', longest: 50 } },
  theme: { field: 'theme', kind: { is: 'text', longest: 50 } },
  timecreated: { field: 'createdAt', kind: { is: 'date' } },
  timemodified: { field: 'modifiedAt', kind: { is: 'date' } },
}

export const otherCourseColumns = ['category', 'self', 'guest', 'template'] as const

export const lastSection = 52

const topic = /^topic(0|[1-9]\d?)$/
const teacher = /^teacher([1-9]\d{0,3})_(account|role)$/

/** `topic7` is 7; null for what is no section heading, `topic53` and `topic07` among it. */
export function topicPosition(column: string): number | null {
  const position = Number(topic.exec(column)?.[1] ?? Number.NaN)
  return position <= lastSection ? position : null
}

/** `teacher2_account` is 2; `part` tells which half of the pair is asked for. */
export function teacherNumber(column: string, part: 'account' | 'role'): number | null {
  const found = teacher.exec(column)
  return found?.[2] === part ? Number(found[1]) : null
}

/** Numbered columns, each its own canonical name. */
export function recogniseNumbered(column: string): string | null {
  return topicPosition(column) !== null || teacher.test(column) ? column : null
}
