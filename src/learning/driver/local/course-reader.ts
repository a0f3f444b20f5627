import type pg from 'pg'
import type { CourseIdentity, Reader } from '../reader.ts'
import type { CategoryRecord, CourseKey } from '../records.ts'
import { numericIds } from './numeric-ids.ts'

const key = `id, shortname, idnumber, fullname, is_site as "isSite"`

const sameIdentity: Readonly<Record<Exclude<CourseIdentity, 'id'>, string>> = {
  idnumber: 'idnumber = any($1)',
  shortname: 'lower(shortname) = any($2) and shortname = any($1)',
}

/** Categories, courses and their sections. */
export function courseReader(
  client: pg.PoolClient,
): Pick<Reader, 'categories' | 'courses' | 'coursesLikeShortnames' | 'courseRecords' | 'sections'> {
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
    courseRecords: () => Promise.reject(new Error('not yet')),
    sections: () => Promise.reject(new Error('not yet')),
  }
}
