import type { Queryable } from '../../platform/database.ts'
import { ine10Of, normalisedIne } from '../student-import/line/ine.ts'
import { nameKey } from '../student-import/line/name-key.ts'

/** What is needed to pick a student, and no more. */
export interface PickedStudent {
  readonly id: number
  readonly ine: string | null
  readonly studentCode: string | null
  readonly familyName: string
  readonly usageName: string | null
  readonly firstName: string
  readonly birthDate: string
}

const mostShown = 20

/** Sorts after whatever a name's key may go on with, in any collation. */
const after = 'Z'.repeat(30)

/**
 * The live records, by name, that somebody may mean who types: the beginning of a family name (and of a first name
 * after it), a whole INE, a student code or a login. At most 20.
 */
export async function searchStudents(db: Queryable, search: string): Promise<PickedStudent[]> {
  const words = search.trim().split(/\s+/)
  const whole = nameKey(search)
  const family = words.length > 1 ? nameKey(words.slice(0, -1).join(' ')) : whole
  const first = words.length > 1 ? nameKey(words.at(-1)!) : ''
  const ine = normalisedIne(search)
  const { rows } = await db.query<PickedStudent>(
    `select id, ine, student_code as "studentCode", family_name as "familyName", usage_name as "usageName",
            first_name as "firstName", birth_date as "birthDate"
     from student
     where merged_into is null
       and ((name_key between $1 and $1 || $7 and starts_with(name_key, $1))
         or (name_key between $2 and $2 || $7 and starts_with(name_key, $2) and starts_with(first_name_key, $3))
         or (left(ine, 10) = $4 and ine is not null)
         or student_code = $5
         or (lower(login) = $6 and login is not null))
     order by name_key, first_name_key, birth_date, id
     limit ${mostShown}`,
    [
      whole,
      family,
      first,
      ine === null ? null : ine10Of(ine),
      search.trim(),
      search.trim().toLowerCase(),
      after,
    ],
  )
  return rows
}
