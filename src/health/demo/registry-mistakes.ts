import type { Queryable } from '../../platform/database.ts'
import { sameIdentity, sameIne } from './faulty-file.ts'

/**
 * Two mistakes that no import makes but that every registry has after some years: two students who carry one INE, and
 * one person recorded twice. Only they bring out the messages E_MULTI and E_DOUBLON. Done once, it changes nothing more.
 */
export async function makeRegistryMistakes(db: Queryable): Promise<void> {
  const login = (n: number) => `test${n}`
  await db.query(
    `update student set ine = original.ine
     from student original
     where original.login = $1 and student.login = $2 and student.ine is distinct from original.ine`,
    [login(sameIne[0]), login(sameIne[1])],
  )
  await db.query(
    `update student
     set family_name = original.family_name, first_name = original.first_name, name_key = original.name_key,
         first_name_key = original.first_name_key, birth_date = original.birth_date,
         nationality_code = original.nationality_code, nationality_id = original.nationality_id
     from student original
     where original.login = $1 and student.login = $2 and student.name_key <> original.name_key`,
    [login(sameIdentity[0]), login(sameIdentity[1])],
  )
}
