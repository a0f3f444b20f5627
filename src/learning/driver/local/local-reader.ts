import type pg from 'pg'
import type { Reader } from '../reader.ts'
import { cohortReader } from './cohort-reader.ts'
import { courseReader } from './course-reader.ts'
import { enrolmentReader } from './enrolment-reader.ts'
import { groupReader } from './group-reader.ts'
import { userNames } from './user-names.ts'
import { userReader } from './user-reader.ts'

/** The whole of the reader, a file for each subject. */
export function localReader(client: pg.PoolClient): Reader {
  return {
    ...courseReader(client),
    ...userReader(client),
    ...userNames(client),
    ...enrolmentReader(client),
    ...groupReader(client),
    ...cohortReader(client),
  }
}
