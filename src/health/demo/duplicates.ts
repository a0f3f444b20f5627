import type { Queryable } from '../../platform/database.ts'
import { nameKey } from '../student-import/line/name-key.ts'

/** What a clerk had before his eyes, and makes a second record of. */
interface Original {
  readonly family_name: string
  readonly first_name: string
  readonly usage_name: string | null
  readonly second_name: string | null
  /** AAAA-MM-JJ */
  readonly birth_date: string
  readonly sex: string
  readonly email: string | null
  readonly phone: string | null
}

/** How a person comes to have a second record, in the order of the students from `firstOriginal` on. */
const mistakes: readonly ((original: Original, n: number) => Partial<Original>)[] = [
  // The same person, registered at the hospital, without INE and e-mail.
  () => ({ email: null }),
  // Two letters exchanged; a wrong one.
  ({ family_name }) => ({
    family_name: `${family_name.slice(0, 5)}${family_name[6]}${family_name[5]}${family_name.slice(7)}`,
  }),
  ({ family_name }) => ({
    family_name: `${family_name.slice(0, -1)}${family_name.endsWith('E') ? 'A' : 'E'}`,
  }),
  // Written as it is heard.
  ({ family_name }) => ({ family_name: family_name.replace(/^TEST/, 'THEST'), email: null }),
  ({ first_name }) => ({ first_name: `H${first_name.toLowerCase()}` }),
  // Names in each other's field.
  ({ family_name, first_name }) => ({ family_name: nameKey(first_name), first_name: family_name }),
  // Married since.
  ({ family_name }) => ({ family_name: 'DUTEST', usage_name: family_name, email: null }),
  // A wrong digit in the birth date; day and month exchanged where that makes a date.
  ({ birth_date }) => ({ birth_date: `${birth_date.slice(0, 9)}${birth_date.endsWith('1') ? '2' : '1'}` }),
  ({ birth_date }) => ({ birth_date: exchanged(birth_date), email: null }),
  // The second first name, which is the one he goes by.
  ({ first_name }) => ({ first_name: 'Essai', second_name: first_name }),
  // A wrong sex.
  ({ sex }) => ({ sex: sex === 'F' ? 'M' : 'F' }),
]

const firstOriginal = 201
/** Of each mistake. */
const times = 4
/** Students with two more records, so that three make one group. */
const threefold = [260, 261] as const
/** Codes of another source, so that a second record is made once. */
const codeOf = (n: number) => 29_000_000 + n

/**
 * A few dozen people recorded twice among the students of the demonstration, by every mistake that DOUBLONS looks for,
 * two of them three times. A second record has another source's code, no login, and no INE or another one: the nightly
 * import still finds the first. Done once, it changes nothing more. Gives how many records it has added.
 */
export async function makeDuplicates(db: Queryable): Promise<number> {
  const wanted: { n: number; code: number; change: (original: Original, n: number) => Partial<Original> }[] =
    []
  for (let place = 0; place < mistakes.length * times; place++) {
    const n = firstOriginal + place
    wanted.push({ n, code: codeOf(n), change: mistakes[place % mistakes.length]! })
  }
  for (const n of threefold) {
    wanted.push({ n, code: codeOf(n), change: mistakes[1]! })
    wanted.push({ n, code: codeOf(n) + 1000, change: mistakes[7]! })
  }

  const originals = await db.query<Original & { login: string }>(
    `select login, family_name, first_name, usage_name, second_name, birth_date, sex, email, phone
     from student where login = any($1) and merged_into is null`,
    [wanted.map(({ n }) => `test${n}`)],
  )
  const byLogin = new Map(originals.rows.map((row) => [row.login, row]))
  const seconds = wanted.flatMap(({ n, code, change }) => {
    const original = byLogin.get(`test${n}`)
    if (original === undefined) return []
    const second = { ...original, ...change(original, n) }
    return [
      {
        ...second,
        student_code: String(code),
        // One in four has an INE of its own, which is a wrong one.
        ine: n % 4 === 0 ? `${String(998_000_000 + n)}TT` : null,
        name_key: nameKey(second.family_name),
        first_name_key: nameKey(second.first_name),
      },
    ]
  })
  const { rowCount } = await db.query(addSeconds, [JSON.stringify(seconds)])
  return rowCount!
}

/** Each with the latest enrolment of its original. */
const addSeconds = `
  with second as (
    select * from json_to_recordset($1) as second (login text, student_code text, ine text, family_name text,
      usage_name text, first_name text, second_name text, name_key text, first_name_key text, sex text,
      birth_date date, email text, phone text)
  ), added as (
    insert into student (ine, student_code, family_name, usage_name, first_name, second_name, name_key, first_name_key,
      sex, birth_date, nationality_code, nationality_id, phone, email, address1, postal_code, town, newest_year)
    select second.ine, second.student_code, second.family_name, second.usage_name, second.first_name,
      second.second_name, second.name_key, second.first_name_key, second.sex, second.birth_date,
      original.nationality_code, original.nationality_id, second.phone, second.email, original.address1,
      original.postal_code, original.town, original.newest_year
    from second join student original on original.login = second.login
    where not exists (select from student known where known.student_code = second.student_code)
    returning id, student_code
  )
  insert into enrolment (student_id, year, establishment_code, establishment_id, component_code, component_id, diploma,
    cursus, cursus_year, run_id, line)
  select distinct on (added.id) added.id, enrolment.year, enrolment.establishment_code, enrolment.establishment_id,
    enrolment.component_code, enrolment.component_id, enrolment.diploma, enrolment.cursus, enrolment.cursus_year,
    enrolment.run_id, enrolment.line
  from added
  join second using (student_code)
  join student original on original.login = second.login
  join enrolment on enrolment.student_id = original.id
  order by added.id, enrolment.year desc`

function exchanged(date: string): string {
  const [year, month, day] = date.split('-') as [string, string, string]
  if (Number(day) <= 12 && day !== month) return `${year}-${day}-${month}`
  return `${year}-${month}-${day.endsWith('9') ? `${day[0]}8` : `${day[0]}9`}`
}
