import type pg from 'pg'
import { ineNumber, textNumber } from '../number-key.ts'
import { type BinaryRow, copyOut, int32, int64 } from './copy-out.ts'
import { NameList } from './name-list.ts'
import { NumberIndex } from './number-index.ts'
import { emptyColumns, type StudentColumns } from './student-columns.ts'

/**
 * Reads all live students in the caller's transaction (one snapshot). `since`: what was changed at or after this
 * instant, as PostgreSQL writes it, is marked as changed; null: everybody is.
 */
export async function loadStudents(
  client: pg.PoolClient,
  since: string | null,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<StudentColumns> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*) from student where merged_into is null',
  )
  const size = rows[0]!.count
  const names = new NameList()
  const nationalities = new Map<string, number>()
  const columns = { ...emptyColumns(size), names: names.names }
  // COPY takes no parameters; the instant is PostgreSQL's own text, quoted all the same.
  const changed = since === null ? 'true' : `changed_at >= ${client.escapeLiteral(since)}::timestamptz`

  let next = 0
  function take(row: BinaryRow): void {
    const { bytes, starts, ends } = row
    const index = next++
    const number = (field: number) =>
      ends[field]! <= starts[field]! ? 0 : textNumber(bytes, starts[field]!, ends[field]!)
    const spelling = (field: number) =>
      ends[field]! <= starts[field]! ? -1 : names.addSpelling(bytes, starts[field]!, ends[field]!)

    columns.id[index] = int64(bytes, starts[0]!)
    columns.ine[index] = ends[1]! <= starts[1]! ? 0 : ineNumber(bytes, starts[1]!, ends[1]!)
    columns.studentCode[index] = number(2)
    columns.name[index] = names.addKey(bytes, starts[3]!, ends[3]!)
    columns.firstName[index] = names.addKey(bytes, starts[4]!, ends[4]!)
    columns.usageName[index] = spelling(5)
    columns.secondName[index] = spelling(6)
    columns.sex[index] = bytes[starts[7]!] === 0x46 ? 1 : bytes[starts[7]!] === 0x4d ? 2 : 0
    columns.birthDate[index] = dateOf(int32(bytes, starts[8]!))
    columns.nationality[index] = nationalityOf(bytes.toString('utf8', starts[9]!, ends[9]!))
    columns.phone[index] = number(10)
    columns.email[index] = number(11)
    columns.changed[index] = bytes[starts[12]!]!
    if ((next & 0x3fff) === 0) progress(next, size)
  }
  function nationalityOf(code: string): number {
    let index = nationalities.get(code)
    if (index === undefined) {
      index = columns.nationalities.push(code) - 1
      nationalities.set(code, index)
    }
    return index
  }

  await copyOut(
    client,
    `select id, left(ine, 10), student_code, name_key, first_name_key, usage_name, second_name, sex, birth_date,
            nationality_code, phone, lower(email), ${changed}
     from student where merged_into is null`,
    13,
    signal,
    take,
  )
  await addAliases(client, columns, since, signal)
  await addEstablishments(client, columns, since, signal)
  return columns
}

/** Former INEs; a merge or its undoing counts as a change of both records. */
async function addAliases(
  client: pg.PoolClient,
  columns: StudentColumns,
  since: string | null,
  signal: AbortSignal,
): Promise<void> {
  const aliases = await client.query<{ student_id: number; ine: string; changed: boolean }>(
    `select student_id, left(alias.ine, 10) as ine, coalesce(alias.since >= $1::timestamptz, true) as changed
     from student_ine_alias alias join student on student.id = student_id
     where student.merged_into is null`,
    [since],
  )
  const merged = await client.query<{ id: number }>(
    `select unnest(array[kept_id, absorbed_id]) as id from merge_journal
     where made_at >= $1::timestamptz or undone_at >= $1::timestamptz`,
    [since],
  )
  if (aliases.rows.length + merged.rows.length === 0) return
  signal.throwIfAborted()
  const places = new NumberIndex(columns.size)
  for (const id of columns.id) places.add(id)
  for (const { student_id, ine, changed } of aliases.rows) {
    const index = places.find(student_id)
    const number = ineNumber(Buffer.from(ine))
    if (changed) columns.changed[index] = 1
    const known = columns.aliases.get(index)
    if (number === columns.ine[index] || known?.includes(number)) continue
    if (known === undefined) columns.aliases.set(index, [number])
    else known.push(number)
  }
  for (const { id } of merged.rows) {
    const index = places.find(id)
    if (index !== -1) columns.changed[index] = 1
  }
}

/** Students asked for at once. */
const chunk = 20_000

/** A student code is one only within its establishment: where those of a repeated code are, and no other's. */
async function addEstablishments(
  client: pg.PoolClient,
  columns: StudentColumns,
  since: string | null,
  signal: AbortSignal,
): Promise<void> {
  const codes = new NumberIndex(columns.size)
  const bearers = new Int32Array(columns.size)
  for (const code of columns.studentCode) if (code !== 0) bearers[codes.add(code)]!++
  const repeated: number[] = []
  for (let index = 0; index < columns.size; index++) {
    const code = columns.studentCode[index]!
    if (code !== 0 && bearers[codes.find(code)]! > 1) repeated.push(index)
  }
  for (let start = 0; start < repeated.length; start += chunk) {
    signal.throwIfAborted()
    const asked = repeated.slice(start, start + chunk)
    const { rows } = await client.query<{ place: number; establishment_code: string; changed: boolean }>(
      `select place, establishment_code, coalesce(bool_or(changed_at >= $3::timestamptz), true) as changed
       from unnest($1::bigint[], $2::int[]) as asked (student_id, place)
       join enrolment using (student_id)
       group by place, establishment_code`,
      [asked.map((index) => columns.id[index]!), asked, since],
    )
    for (const { place, establishment_code, changed } of rows) {
      if (changed) columns.changed[place] = 1
      const known = columns.establishments.get(place)
      if (known === undefined) columns.establishments.set(place, [establishment_code])
      else known.push(establishment_code)
    }
  }
}

const dates = new Map<number, number>()
const epoch = Date.UTC(2000, 0, 1)

/** Days since 2000-01-01, as PostgreSQL counts, as a number such as 20050314. */
function dateOf(days: number): number {
  let date = dates.get(days)
  if (date === undefined) {
    date = Number(new Date(epoch + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''))
    dates.set(days, date)
  }
  return date
}
