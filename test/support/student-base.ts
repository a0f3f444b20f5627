import fc from 'fast-check'
import type { Database } from '../../src/platform/database.ts'

/** What the base holds of students, in a form that two bases can be compared in: people by rank, no times. */
export async function baseState(database: Database): Promise<Record<string, unknown[]>> {
  const ranked = (sql: string) =>
    `with ranked as (select id as student_id, rank() over (order by id) as person from student) ${sql}`
  const queries = {
    students: `select ranked.person, winner.person as merged_into, ine, student_code, login, family_name, usage_name,
        first_name, second_name, third_name, name_key, first_name_key, sex, birth_date, nationality_code,
        nationality_id, family_situation_code, phone, email, address1, address2, address3, postal_code, town,
        country_code, country_id, family_address1, family_town, family_phone, newest_year, version
      from student join ranked on ranked.student_id = id
      left join ranked winner on winner.student_id = merged_into order by 1`,
    enrolments: `select person, year, establishment_code, establishment_id, component_code, component_id, diploma,
        cursus, cursus_year, scholarship_code, student_insurance, bac_code, bac_id, bac_year, run_id, line
      from enrolment left join ranked using (student_id) order by 1, 2, 3, 5, 7`,
    aliases:
      'select person, ine, origin from student_ine_alias left join ranked using (student_id) order by 1, 2',
    sources: 'select person, model_id from student_source join ranked using (student_id) order by 1, 2',
    changes:
      'select person, run_id, line, changes from student_change left join ranked using (student_id) order by 2, 3, 1',
  }
  const state: Record<string, unknown[]> = {}
  for (const [name, sql] of Object.entries(queries))
    state[name] = (await database.pool.query(ranked(sql))).rows
  return state
}

/** Removes all that imports made, so that the next one finds a new base with the same first identifier. */
export async function emptyBase(database: Database): Promise<void> {
  await database.pool.query(`
    delete from duplicate_pair;
    delete from student_change; delete from student_source; delete from enrolment; delete from student_ine_alias;
    delete from student; delete from file_exchange;
    alter sequence student_id_seq restart;
    delete from import_model_code;
    update nomenclature_item set active = true;
    update import_model set active = true, empty_erases = false, strict_codes = false, protected_columns = '{}'`)
}

/** Something that people do to the base between two imports. Each is one statement that cannot fail. */
export const manualEdit: fc.Arbitrary<string> = fc
  .record({ one: fc.nat(5), other: fc.nat(5), kind: fc.nat(18) })
  .map(({ one, other, kind }) => edits(nth(one), nth(other))[kind]!)

/** Identifier of a student by rank, living or merged. */
const nth = (rank: number) => `(select id from student order by id limit 1 offset ${rank})`

function edits(one: string, other: string): string[] {
  return [
    `update student set town = 'AILLEURS', version = version + 1 where id = ${one}`,
    `update student set phone = null where id = ${one}`,
    `update student set login = null where id = ${one}`,
    `update student set ine = null where id = ${one}`,
    `update student set ine = '9990000022B' where id = ${one}`,
    `update student set ine = (select ine from student where id = ${other}) where id = ${one}`,
    `update student set nationality_code = '109' where id = ${one}`,
    `update student set birth_date = '2005-03-15' where id = ${one}`,
    `with gone as (update student set merged_into = ${other} where id = ${one} and id <> ${other} returning id, ine)
       insert into student_ine_alias select ${other}, ine, 'fusion' from gone where ine is not null on conflict do nothing`,
    `update student set merged_into = null, login = null where id = ${one}`,
    `insert into student (family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code, ine)
       select family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code, '9990000099X'
       from student where id = ${one}`,
    `insert into student (family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code, ine)
       select 'AUTRE', 'Personne', 'AUTRE', 'PERSONNE', sex, birth_date, nationality_code, ine
       from student where id = ${one}`,
    `delete from student where id = ${one}`,
    `update enrolment set cursus = 'M' where student_id = ${one}`,
    `delete from enrolment where student_id = ${one}`,
    `update enrolment set student_id = ${other} where student_id = ${one} and ${other} is not null
       and not exists (select from enrolment where student_id = ${other})`,
    `insert into student_ine_alias select id, '9990000011P', 'essai' from student where id = ${one} on conflict do nothing`,
    `delete from student_ine_alias where student_id = ${one}`,
    `update nomenclature_item set active = not active where code = 'SCI'`,
  ]
}

/** Something that an administrator does to the import model. */
export const modelEdit: fc.Arbitrary<string> = fc.constantFrom(
  `update import_model set empty_erases = not empty_erases where code = 'APOGEE'`,
  `update import_model set strict_codes = not strict_codes where code = 'APOGEE'`,
  `update import_model set protected_columns = '{MAIL,COD_NNE,ADR1}' where code = 'APOGEE'`,
  `update import_model set protected_columns = '{}' where code = 'APOGEE'`,
)
