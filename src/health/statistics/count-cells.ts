import type { Queryable } from '../../platform/database.ts'
import { type Axis, axes, type Measure, measures } from './axes.ts'

/** Students of one establishment who agree on every axis, and what they did. */
export interface Group {
  readonly establishment: string
  readonly of: Readonly<Record<Axis, string>>
  readonly counts: Readonly<Record<Measure, number>>
  /** Distinct students behind each count. */
  readonly people: Readonly<Record<Measure, number>>
}

/**
 * The groups of an academic year, from `identity_statistic` alone: a student has one row there, so that groups add up
 * to distinct students. A group leaves this program only added up, masked and rounded.
 */
export async function countGroups(db: Queryable, year: number): Promise<Group[]> {
  const { rows } = await db.query<Record<string, string | number>>(
    `select establishment_code, sex, age_band, nationality_group,
            case when upper(cursus) = any($2) then upper(cursus) else 'AUTRE' end as cursus,
            count(*) as students,
            count(*) filter (where consultations > 0) as seen,
            sum(consultations) as consultations,
            sum(appointments) as appointments,
            count(*) filter (where appointments > 0) as met,
            sum(missed_appointments) as missed_appointments,
            count(*) filter (where missed_appointments > 0) as missing
     from identity_statistic
     where year = $1
     group by 1, 2, 3, 4, 5
     order by 1, 2, 3, 4, 5`,
    [year, axes.cursus.filter((code) => code !== 'AUTRE')],
  )
  return rows.map((row) => {
    const number = (name: string) => Number(row[name])
    return {
      establishment: String(row.establishment_code),
      of: {
        sex: String(row.sex),
        age_band: String(row.age_band),
        nationality_group: String(row.nationality_group),
        cursus: String(row.cursus),
      },
      counts: Object.fromEntries(measures.map((measure) => [measure, number(measure)])) as Record<
        Measure,
        number
      >,
      people: {
        students: number('students'),
        seen: number('seen'),
        consultations: number('seen'),
        appointments: number('met'),
        missed_appointments: number('missing'),
      },
    }
  })
}
