import type { Queryable } from '../../../platform/database.ts'

/** A row that a merge would move, as the preview lists it: what it is and of when. */
export interface MovingRow {
  readonly table: string
  /** Null where the row has no identifier of its own. */
  readonly id: number | null
  /** `2025-10-01` */
  readonly on: string | null
  /** Codes only; null where a date says enough. */
  readonly label: string | null
}

/** Of each kind at most so many are listed; the counts say the rest. */
const listed = 50

/** The rows of a record, newest first, kind by kind. Dates in `timeZone`. */
export async function readMovingRows(
  db: Queryable,
  studentId: number,
  timeZone: string,
): Promise<MovingRow[]> {
  const { rows } = await db.query<MovingRow>(
    `with held as (
       select 'enrolment' as "table", null::bigint as id, null::text as "on",
              concat_ws(' ', year, establishment_code, component_code, nullif(diploma, '')) as label
       from enrolment where student_id = $1
       union all
       select 'consultation', id, to_char(opened_at at time zone $2, 'YYYY-MM-DD'), null from consultation where student_id = $1
       union all
       select 'appointment', id, to_char(starts_at at time zone $2, 'YYYY-MM-DD'), null from appointment where student_id = $1
       union all
       select 'follow_up', id, to_char(due_on, 'YYYY-MM-DD'), null from follow_up where student_id = $1
       union all
       select 'vaccination', id, to_char(given_on, 'YYYY-MM-DD'), null from vaccination where student_id = $1
       union all
       select 'scan_file', id, to_char(dropped_at at time zone $2, 'YYYY-MM-DD'), null from scan_file where student_id = $1
     ), numbered as (
       select *, row_number() over (partition by "table" order by "on" desc nulls last, label desc, id desc) as place
       from held
     )
     select "table", id, "on", label from numbered where place <= $3 order by "table", place`,
    [studentId, timeZone, listed],
  )
  return rows
}
