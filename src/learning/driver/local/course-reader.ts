import type pg from 'pg'
import type { CourseIdentity, Reader } from '../reader.ts'
import type { CategoryRecord, CourseKey, CourseRecord, SectionRecord } from '../records.ts'
import { courseFieldsSelected } from './course-columns.ts'
import { numericIds } from './numeric-ids.ts'
import { countResets } from './reset-course.ts'

const key = `id, shortname, idnumber, fullname, is_site as "isSite"`

const sameIdentity: Readonly<Record<Exclude<CourseIdentity, 'id'>, string>> = {
  idnumber: 'idnumber = any($1)',
  shortname: 'lower(shortname) = any($2) and shortname = any($1)',
}

/** Categories, courses and their sections. */
export function courseReader(
  client: pg.PoolClient,
): Pick<
  Reader,
  | 'categories'
  | 'categoriesWithCourses'
  | 'courses'
  | 'coursesLikeShortnames'
  | 'courseRecords'
  | 'sections'
  | 'resetCounts'
> {
  return {
    async categories() {
      const { rows } = await client.query<CategoryRecord>(
        `select id, parent_id as "parentId", name, idnumber, visible from learning.course_category`,
      )
      return rows
    },
    async courses(by, values) {
      if (values.length === 0) return []
      if (by === 'id') {
        const { rows } = await client.query<CourseKey>(
          `select ${key} from learning.course where id = any($1)`,
          [numericIds(values)],
        )
        return rows
      }
      const parameters = by === 'shortname' ? [values, values.map((value) => value.toLowerCase())] : [values]
      const { rows } = await client.query<CourseKey>(
        `select ${key} from learning.course where ${sameIdentity[by]}`,
        parameters,
      )
      return rows
    },
    async coursesLikeShortnames(shortnames) {
      if (shortnames.length === 0) return []
      const { rows } = await client.query<CourseKey>(
        `select ${key} from learning.course where lower(shortname) = any($1)`,
        [shortnames.map((shortname) => shortname.toLowerCase())],
      )
      return rows
    },
    async categoriesWithCourses() {
      const { rows } = await client.query<{ id: number }>(
        `select id from learning.course_category category
         where exists (select from learning.course where course.category_id = category.id)`,
      )
      return rows.map(({ id }) => id)
    },
    async courseRecords(ids) {
      if (ids.length === 0) return []
      const { rows } = await client.query<CourseRecord>(
        `select id, is_site as "isSite", ${courseFieldsSelected} from learning.course where id = any($1)`,
        [ids],
      )
      return rows
    },
    async sections(courseIds) {
      if (courseIds.length === 0) return []
      const { rows } = await client.query<SectionRecord>(
        `select course_id as "courseId", position, name, summary from learning.course_section
         where course_id = any($1) order by course_id, position`,
        [courseIds],
      )
      return rows
    },
    resetCounts: (asked) => countResets(client, asked),
  }
}
