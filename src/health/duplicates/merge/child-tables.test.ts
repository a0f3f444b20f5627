import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { childTables, ownColumns, sourceTable, untouchedColumns } from './child-tables.ts'
import { tableWords } from './table-words.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
})

test('every column of the base that names a student is known to the merge', async () => {
  const { rows } = await database.pool.query<{ name: string }>(`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name like '%student_id%'
    union
    select usage.table_name || '.' || usage.column_name
    from information_schema.referential_constraints reference
    join information_schema.key_column_usage usage
      on usage.constraint_name = reference.constraint_name and usage.constraint_schema = reference.constraint_schema
    join information_schema.table_constraints target
      on target.constraint_name = reference.unique_constraint_name
      and target.constraint_schema = reference.unique_constraint_schema
    where target.table_name = 'student'
    order by 1`)
  const known = [
    ...[...childTables, sourceTable].map(({ table }) => `${table}.student_id`),
    ...Object.keys(untouchedColumns),
    ...ownColumns,
  ]
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name))
  expect(unknown, 'say in child-tables.ts what a merge does with them').toEqual([])
  const { rows: columns } = await database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
  )
  const present = new Set(columns.map(({ name }) => name))
  expect(known.filter((name) => !present.has(name))).toEqual([])
})

test('what identifies a row is its key in the base, or its key beside the student', async () => {
  for (const { table, key, rows } of [...childTables, sourceTable]) {
    const { rows: columns } = await database.pool.query<{ name: string }>(
      `select usage.column_name as name from information_schema.table_constraints key
       join information_schema.key_column_usage usage using (constraint_schema, constraint_name)
       where key.table_schema = 'public' and key.table_name = $1 and key.constraint_type = 'PRIMARY KEY'
       order by usage.ordinal_position`,
      [table],
    )
    expect(
      columns.map(({ name }) => name),
      table,
    ).toEqual(rows === 'several' ? key : ['student_id', ...key])
    expect(tableWords[table], table).toBeDefined()
  }
})

test('a row that is written for a merged record is the kept record’s, of every table that refers to students', async () => {
  const { rows } = await database.pool.query<{ table: string }>(
    `select event_object_table as "table" from information_schema.triggers
     where trigger_name = 'kept_record' and event_manipulation = 'INSERT'`,
  )
  const guarded = rows.map(({ table }) => table).sort()
  // Those that only imports and merges write; imports have their gate.
  const byImports = ['enrolment', 'student_ine_alias']
  expect([...guarded, ...byImports].sort()).toEqual(childTables.map(({ table }) => table).sort())
})
