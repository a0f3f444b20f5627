import type { CourseIdentity } from '../../../driver/reader.ts'
import type { CourseRecord, Id } from '../../../driver/records.ts'

/** The courses that a chunk's lines name, as the lines before have left them. */
export interface CourseCatalogue {
  named(identity: CourseIdentity, value: string): readonly CourseRecord[]
  /** Without regard to case. */
  likeShortname(shortname: string): readonly CourseRecord[]
  put(course: CourseRecord): void
}

export function courseCatalogue(courses: readonly CourseRecord[]): CourseCatalogue {
  const byId = new Map<Id, CourseRecord>()
  const byShortname = new Map<string, Set<Id>>()
  const byIdnumber = new Map<string, Set<Id>>()
  const recordsOf = (ids: Iterable<Id> | undefined) => [...(ids ?? [])].map((id) => byId.get(id)!)
  const likeShortname = (shortname: string) => recordsOf(byShortname.get(shortname.toLowerCase()))
  const put = (course: CourseRecord) => {
    const before = byId.get(course.id)
    if (before !== undefined) {
      byShortname.get(before.shortname.toLowerCase())?.delete(course.id)
      byIdnumber.get(before.idnumber ?? '')?.delete(course.id)
    }
    byId.set(course.id, course)
    index(byShortname, course.shortname.toLowerCase(), course.id)
    if (course.idnumber !== null) index(byIdnumber, course.idnumber, course.id)
  }
  for (const course of courses) put(course)
  return {
    put,
    likeShortname,
    named(identity, value) {
      if (value === '') return []
      if (identity === 'idnumber') return recordsOf(byIdnumber.get(value))
      if (identity === 'shortname') return likeShortname(value).filter(({ shortname }) => shortname === value)
      // What the chunk itself makes has no number yet.
      const course = /^[1-9]\d{0,15}$/.test(value) ? byId.get(Number(value)) : undefined
      return course === undefined ? [] : [course]
    },
  }
}

function index(map: Map<string, Set<Id>>, key: string, id: Id): void {
  const ids = map.get(key)
  if (ids === undefined) map.set(key, new Set([id]))
  else ids.add(id)
}
