import type { Queryable } from '../../platform/database.ts'
import { ine10Of, normalisedIne } from '../student-import/line/ine.ts'

/** How another system says whom it means: by one of these, or by several that must agree. */
export interface StudentKey {
  /** With or without its key character; former INEs count too. */
  readonly ine?: string | null | undefined
  /** The code of the registry; means something only at an establishment. */
  readonly studentCode?: string | null | undefined
  /** Code (UAI) of an establishment where the student is or was enrolled. */
  readonly establishment?: string | null | undefined
  /** Upper and lower case are the same. */
  readonly login?: string | null | undefined
  /** Ours; one that was merged away leads to the record that was kept. */
  readonly studentId?: number | null | undefined
}

export type FoundStudent =
  | { readonly ok: true; readonly studentId: number }
  | { readonly ok: false; readonly reason: UnfoundReason }

/**
 * - `unknown`: no live record has what is given;
 * - `ambiguous`: several live records have it, or two of the given keys lead to different people;
 * - `no-key`: nothing is given that could find anybody (a student code without establishment, say).
 */
export type UnfoundReason = 'unknown' | 'ambiguous' | 'no-key'

/**
 * Finds the students of many keys with one statement: one answer a key, in their order.
 *
 * Of several keys of one person those that find somebody must agree: their common records count. What one key leaves
 * open (an INE that two live records carry, E_MULTI) another may settle. A merged record answers with the one that kept it.
 */
export async function findStudents(db: Queryable, keys: readonly StudentKey[]): Promise<FoundStudent[]> {
  if (keys.length === 0) return []
  const asked = keys.map(comparable)
  const { rows } = await db.query<{ at: number; way: Way; id: number }>(
    `with recursive asked as (
       select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
         as asked (at, ine10, code, establishment, login, id)
     ),
     met (at, way, first_id, id) as (
       select at, 'ine', student.id, student.id
       from asked join student on left(student.ine, 10) = ine10
       where student.ine is not null and student.merged_into is null
       union
       select at, 'ine', student_id, student_id
       from asked join student_ine_alias alias on left(alias.ine, 10) = ine10
       union
       select at, 'code', student.id, student.id
       from asked join student on student.student_code = code
       where establishment is not null
       union
       select at, 'login', student.id, student.id
       from asked join student on lower(student.login) = asked.login
       where student.login is not null and student.merged_into is null
       union
       select at, 'id', student.id, student.id
       from asked join student on student.id = asked.id
     ),
     kept (at, way, first_id, id) as (
       select * from met
       union
       select at, way, first_id, merged_into
       from kept join student using (id)
       where merged_into is not null
     )
     select distinct kept.at, way, kept.id
     from kept join student on student.id = kept.id join asked on asked.at = kept.at
     where merged_into is null
       and (way <> 'code' or exists (
         select from enrolment
         where student_id in (first_id, kept.id) and establishment_code = asked.establishment))`,
    [
      asked.map((_, at) => at),
      asked.map(({ ine10 }) => ine10),
      asked.map(({ code }) => code),
      asked.map(({ establishment }) => establishment),
      asked.map(({ login }) => login),
      asked.map(({ id }) => id),
    ],
  )
  const met = asked.map(() => new Map<Way, number[]>())
  for (const { at, way, id } of rows) met[at]!.set(way, [...(met[at]!.get(way) ?? []), id])
  return asked.map((key, at) => decide(key, met[at]!))
}

type Way = 'ine' | 'code' | 'login' | 'id'

interface ComparableKey {
  readonly given: boolean
  readonly ine10: string | null
  readonly code: string | null
  readonly establishment: string | null
  readonly login: string | null
  readonly id: number | null
}

function comparable({ ine, studentCode, establishment, login, studentId }: StudentKey): ComparableKey {
  const code = trimmed(studentCode)
  const place = trimmed(establishment)
  const coded = code !== null && place !== null
  const given = trimmed(ine) !== null || coded || trimmed(login) !== null || studentId != null
  const normalised = normalisedIne(ine ?? '')
  return {
    given,
    ine10: normalised === null ? null : ine10Of(normalised),
    code: coded ? code : null,
    establishment: coded ? place : null,
    login: trimmed(login)?.toLowerCase() ?? null,
    id: studentId ?? null,
  }
}

function trimmed(text: string | null | undefined): string | null {
  const bare = text?.trim() ?? ''
  return bare === '' ? null : bare
}

/** Pure: whom the records that each key found have in common. */
export function decide(
  { given }: { readonly given: boolean },
  met: ReadonlyMap<string, readonly number[]>,
): FoundStudent {
  if (!given) return { ok: false, reason: 'no-key' }
  const [first, ...others] = [...met.values()]
  if (first === undefined) return { ok: false, reason: 'unknown' }
  const common = first.filter((id) => others.every((ids) => ids.includes(id)))
  return common.length === 1 ? { ok: true, studentId: common[0]! } : { ok: false, reason: 'ambiguous' }
}
