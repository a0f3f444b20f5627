import type { Queryable } from '../../platform/database.ts'

/** A course as a list to choose from shows it. */
export interface FoundCourse {
  readonly id: number
  readonly shortname: string
  readonly fullname: string
  readonly idnumber: string | null
  /** Path of names: `Sciences/Licence 1`. */
  readonly category: string
}

/** Courses that have `text` in a name, their number or the path of their category, whatever the case, by short name; the site's home page is none. */
export async function searchCourses(
  db: Queryable,
  { text, size }: { readonly text: string; readonly size: number },
): Promise<{ readonly items: FoundCourse[]; readonly total: number }> {
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await db.query<FoundCourse & { total: number }>(matchingCourses, [pattern, size])
  return { items: rows.map(({ total: _, ...course }) => course), total: rows[0]?.total ?? 0 }
}

const matchingCourses = `
  with recursive category (id, path) as (
    select id, name::text from learning.course_category where parent_id is null
    union all
    select child.id, category.path || '/' || child.name
    from learning.course_category child join category on child.parent_id = category.id
  )
  select course.id, shortname, fullname, idnumber, category.path as category, count(*) over () as total
  from learning.course join category on category.id = course.category_id
  where not is_site and (shortname ilike $1 or fullname ilike $1 or idnumber ilike $1 or category.path ilike $1)
  order by lower(shortname)
  limit $2`
