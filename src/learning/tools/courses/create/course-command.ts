import type { CourseFields } from '../../../driver/records.ts'

/** One line of the courses' file, typed. What the file does not say is absent: an update leaves it as it is. */
export interface CourseCommand {
  /** The value of the configured identity. */
  readonly identifier: string
  readonly shortname: string
  readonly fullname: string
  /** What single columns say. */
  readonly fields: Partial<CourseFields>
  readonly category: CategoryWish | null
  readonly self: boolean | null
  readonly guest: boolean | null
  readonly template: TemplateWish | null
  readonly topics: readonly Topic[]
  readonly teachers: readonly TeacherWish[]
}

export type CategoryWish =
  | { readonly by: 'id'; readonly id: number }
  | { readonly by: 'path'; readonly levels: readonly string[] }
  | { readonly by: 'idnumber'; readonly idnumber: string }

export type TemplateWish =
  | { readonly from: 'course'; readonly shortname: string }
  | { readonly from: 'backup'; readonly path: string }

/** The heading of a section; `summary` null: the cell has none. */
export interface Topic {
  readonly position: number
  readonly name: string
  readonly summary: string | null
}

export interface TeacherWish {
  /** `teacher1_account`. */
  readonly column: string
  readonly account: string
}
