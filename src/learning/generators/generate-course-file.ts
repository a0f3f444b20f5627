import type { Driver } from '../driver/driver.ts'
import type { CourseIdentity } from '../driver/reader.ts'
import type { CourseKey, Id } from '../driver/records.ts'
import { coursesDeleteIdentifier, coursesResetIdentifier } from '../settings/courses.ts'
import { formatOf } from '../sync/file-format.ts'
import type { SettingsSnapshot } from '../sync/settings-snapshot.ts'
import { deleteFile, resetFile } from './course-files.ts'

/** A command file made from chosen courses, in bytes that its tool reads with the settings of this moment. */
export interface GeneratedBytes {
  readonly name: string
  readonly bytes: Uint8Array
  /** How many courses it is about. */
  readonly courses: number
  readonly leftOut: readonly CourseKey[]
}

export async function generateCourseFile(
  driver: Driver,
  settings: SettingsSnapshot,
  { kind, courseIds }: { readonly kind: 'delete' | 'reset'; readonly courseIds: readonly Id[] },
): Promise<GeneratedBytes> {
  const courses = await readCourses(driver, courseIds)
  const { separator, encoding } = formatOf(settings, {})
  const identity = (definition: { readonly key: string; readonly default: CourseIdentity }) =>
    (settings[definition.key] ?? definition.default) as CourseIdentity
  const { name, text, leftOut } =
    kind === 'delete'
      ? deleteFile(courses, identity(coursesDeleteIdentifier))
      : resetFile(courses, identity(coursesResetIdentifier), separator)
  return { name, bytes: encoded(text, encoding), courses: courses.length - leftOut.length, leftOut }
}

/** In the order in which they were chosen. */
async function readCourses(driver: Driver, ids: readonly Id[]): Promise<CourseKey[]> {
  const session = await driver.open('simulate')
  try {
    const found = await session.chunk(
      ({ read }) => read.courses('id', ids.map(String)),
      async () => {},
    )
    const byId = new Map(found.map((course) => [course.id, course]))
    return [...new Set(ids)].map((id) => byId.get(id)).filter((course) => course !== undefined)
  } finally {
    await session.close()
  }
}

/** What ISO-8859-1 lacks is written in UTF-8, which its mark at the beginning proves (learning.md F02). */
function encoded(text: string, encoding: 'utf-8' | 'iso-8859-1'): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text)
  return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : Buffer.from(`\ufeff${text}`)
}
