import type { ReferenceColumn, ReferenceTable } from './tables.ts'

/*
 * The statements that bring a reference table to what was staged (admissions.md 3.10). The parameter $1 is the kind of
 * system, $2 the instant. Every statement touches only rows that change: an unchanged table costs reading alone.
 */

/** Rows as they came: `cause` says why one is rejected. `staged` lives until the transaction ends. */
export function createStaging({ columns }: ReferenceTable): string {
  const typed = columns.map(({ name, type }) => `${name} ${type === 'flag' ? 'boolean' : 'text'}`)
  return `create temp table staged (line int, ${typed.join(', ')}, cause text) on commit drop`
}

export function stagedColumns({ columns }: ReferenceTable): string {
  return `staged (line, ${columns.map(({ name }) => name).join(', ')}, cause)`
}

/** A row that came twice, the same, came once. Grouped by hash: sorting texts by language costs ten times as much. */
export function dropRepeated(table: ReferenceTable): string {
  const { columns } = table
  const all = (of: string) => columns.map(({ name }) => `${of}.${name}`).join(', ')
  return `delete from staged using (
      select min(line) as first, ${list(columns)} from staged where cause is null
      group by ${list(columns)} having count(*) > 1
    ) repeated
    where staged.cause is null and staged.line > repeated.first and ${same('staged', 'repeated', keys(table))}
      and (${all('staged')}) is not distinct from (${all('repeated')})`
}

/** A key that came with different contents: none of them is better than the other. */
export function rejectAmbiguous(table: ReferenceTable): string {
  return `update staged set cause = 'en double avec des valeurs différentes'
    from (select ${list(keys(table))} from staged where cause is null group by ${list(keys(table))} having count(*) > 1) twice
    where staged.cause is null and ${same('staged', 'twice', keys(table))}`
}

/** What names a code that its table does not have. `words`: of that table. */
export function rejectOrphans(column: ReferenceColumn, parent: ReferenceTable, words: string): string {
  return `update staged set cause = '${words.replaceAll("'", "''")} : code inconnu'
    where cause is null and ${column.name} is not null and not exists (
      select from admissions.${parent.sqlTable} parent
      where parent.code = staged.${column.name} and parent.sis_kind = $1)`
}

/** What the table and the staged rows weigh. */
export function countBoth(table: ReferenceTable): string {
  const current = table.replaced ? 'sis_kind = $1' : 'sis_kind = $1 and in_service'
  return `select
      (select count(*) from admissions.${table.sqlTable} where ${current}) as current,
      count(*) filter (where cause is null) as accepted,
      count(*) filter (where cause is not null) as rejected
    from staged`
}

export function firstRejects(table: ReferenceTable): string {
  const code = table.personal
    ? `null`
    : keys(table)
        .map(({ name }) => `coalesce(${name}, '')`)
        .join(` || ' ' || `)
  return `select line, nullif(trim(${code}), '') as code, cause from staged where cause is not null order by line limit 20`
}

export function updateChanged(table: ReferenceTable): string {
  const values = kept(table)
  const now = stamps(table)
  return `update admissions.${table.sqlTable} current
    set ${[...values.map(({ ours, staged }) => `${ours} = ${staged}`), ...now.map((name) => `${name} = $2`)].join(', ')}
    from staged
    where staged.cause is null and current.sis_kind = $1 and ${same('staged', 'current', keys(table))}
      and (${values.map(({ ours }) => `current.${ours}`).join(', ')})
        is distinct from (${values.map(({ staged }) => staged).join(', ')})`
}

export function insertNew(table: ReferenceTable): string {
  const values = [
    ...keys(table).map(({ name }) => ({ ours: name, staged: `staged.${name}` })),
    ...kept(table),
  ]
  const now = stamps(table)
  return `insert into admissions.${table.sqlTable} (sis_kind, ${values.map(({ ours }) => ours).join(', ')}, ${now.join(', ')})
    select $1::admissions.sis_kind, ${values.map(({ staged }) => staged).join(', ')}, ${now.map(() => '$2::timestamptz').join(', ')}
    from staged
    where staged.cause is null and not exists (
      select from admissions.${table.sqlTable} current
      where current.sis_kind = $1 and ${same('staged', 'current', keys(table))})`
}

/**
 * What the source no longer has: a rejected row is there all the same, and leaves what we have as it is. It was last seen
 * when the table was last merged, $3.
 */
export function retireAbsent(table: ReferenceTable): string {
  const absent = `current.sis_kind = $1 and not exists (
      select from staged where ${same('staged', 'current', keys(table))})`
  if (table.replaced) return `delete from admissions.${table.sqlTable} current where ${absent}`
  return `update admissions.${table.sqlTable} current
    set in_service = false, changed_at = $2, seen_at = greatest(seen_at, $3)
    where in_service and ${absent}`
}

function keys({ columns }: ReferenceTable): readonly ReferenceColumn[] {
  return columns.filter(({ key }) => key)
}

/** What is kept beside the key; what has no flag is in service as long as the source has it. */
function kept(table: ReferenceTable): { ours: string; staged: string }[] {
  const values = table.columns
    .filter(({ key }) => !key)
    .map(({ name }) => ({ ours: name, staged: `staged.${name}` }))
  const flagged = table.replaced || table.columns.some(({ name }) => name === 'in_service')
  return flagged ? values : [...values, { ours: 'in_service', staged: 'true' }]
}

function stamps(table: ReferenceTable): string[] {
  return table.replaced ? ['seen_at'] : ['seen_at', 'changed_at']
}

function list(columns: readonly ReferenceColumn[]): string {
  return columns.map(({ name }) => name).join(', ')
}

function same(one: string, other: string, columns: readonly ReferenceColumn[]): string {
  return columns
    .map(({ name, required }) =>
      required ? `${one}.${name} = ${other}.${name}` : `${one}.${name} is not distinct from ${other}.${name}`,
    )
    .join(' and ')
}
