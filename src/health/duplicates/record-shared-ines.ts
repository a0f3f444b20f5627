import type pg from 'pg'
import { type ComparedRecord, type ComparedRow, comparedRecord } from './compared-record.ts'
import { type FoundPair, gatherPairs, sendPairs, writePairs } from './write-pairs.ts'

/** INEs looked up at once. */
const chunk = 500

/** An INE that more students carry is a stop-gap that somebody typed in; there is no person behind it. */
const mostBearers = 50

/**
 * Puts before people's eyes the students who share an INE (E_MULTI, health.md 3.7), whatever their score: as long as they
 * do, every line with that INE is rejected. For the end of an import, in its transaction; `ine10s` are the first ten
 * characters of the INEs that it met.
 */
export async function recordSharedInes(
  client: pg.PoolClient,
  ine10s: ReadonlySet<string>,
  runId: number,
): Promise<void> {
  if (ine10s.size === 0) return
  const all = [...ine10s]
  await gatherPairs(client)
  for (let start = 0; start < all.length; start += chunk) {
    const bearers = await client.query<{ ids: number[] }>(bearersOf, [
      all.slice(start, start + chunk),
      mostBearers,
    ])
    const ids = [...new Set(bearers.rows.flatMap((row) => row.ids))]
    const { rows } = await client.query<ComparedRow>(comparedRows, [ids])
    const records = new Map(rows.map((row) => [row.id, comparedRecord(row)]))
    await sendPairs(client, pairsOf(bearers.rows, records))
  }
  await writePairs(client, runId, null)
}

/** Each pair once, also where two share two INEs. */
function* pairsOf(
  groups: readonly { readonly ids: readonly number[] }[],
  records: ReadonlyMap<number, ComparedRecord>,
): Iterable<FoundPair> {
  const seen = new Set<string>()
  for (const { ids } of groups)
    for (const [place, a] of ids.entries())
      for (const b of ids.slice(place + 1)) {
        if (seen.has(`${a} ${b}`)) continue
        seen.add(`${a} ${b}`)
        yield { a: records.get(a)!, b: records.get(b)! }
      }
}

const bearersOf = `
  with bearer as (
    select left(ine, 10) as ine10, id
    from student
    where left(ine, 10) = any ($1::text[]) and ine is not null and merged_into is null
    union
    select left(alias.ine, 10), alias.student_id
    from student_ine_alias alias join student on student.id = alias.student_id
    where left(alias.ine, 10) = any ($1::text[]) and student.merged_into is null)
  select json_agg(id order by id) as ids
  from bearer
  group by ine10
  having count(*) between 2 and $2`

/** What `comparedRecord` wants of each student. */
const comparedRows = `
  select id, ine, student_code, name_key, first_name_key, usage_name, second_name, sex, birth_date, nationality_code,
    phone, email,
    array(select ine from student_ine_alias alias where alias.student_id = student.id) as aliases,
    array(select distinct establishment_code from enrolment where enrolment.student_id = student.id)
      as establishments
  from student
  where id = any ($1::bigint[])`
