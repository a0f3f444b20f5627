import type { CourseIdentity } from '../driver/reader.ts'
import type { CourseKey } from '../driver/records.ts'

/** A command file made from courses that somebody chose (learning.md 1.9): UTF-8, without mark at its beginning. */
export interface GeneratedFile {
  readonly name: string
  readonly text: string
  /** Chosen courses that are not in it: they have no such identifier, or are the site's home page. */
  readonly leftOut: readonly CourseKey[]
}

/** « Créer un fichier de suppression de cours »: one identifier a line, no line break after the last. */
export function deleteFile(courses: readonly CourseKey[], identity: CourseIdentity): GeneratedFile {
  const { named, leftOut } = chosen(courses, identity)
  return {
    name: 'deletecourses.txt',
    text: named.map(({ identifier }) => cell(identifier)).join('\n'),
    leftOut,
  }
}

/** « Créer un fichier de réinitialisation de cours »: everything is reset, students, teachers and guests unenrolled. */
export function resetFile(
  courses: readonly CourseKey[],
  identity: CourseIdentity,
  separator: ';' | ',' = ';',
): GeneratedFile {
  const { named, leftOut } = chosen(courses, identity)
  const columns = identity === 'shortname' ? resetColumns : [identity, ...resetColumns]
  const lines = named.map(({ course, identifier }) => {
    const own: Readonly<Record<string, string>> = { shortname: course.shortname, [identity]: identifier }
    return columns.map((column) => cell(own[column] ?? resetValues[column]!)).join(separator)
  })
  return { name: 'resetcourses.csv', text: [columns.join(separator), ...lines, ''].join('\n'), leftOut }
}

const resetValues: Readonly<Record<string, string>> = {
  roles: 'student teacher guest',
  local_roles: 'all',
  completion: 'yes',
  grades: 'all',
  groups: 'all',
  groupings: 'all',
  blog_associations: 'yes',
  events: 'yes',
  logs: 'yes',
  notes: 'yes',
  comments: 'yes',
  modules: 'all',
}

/** In the order that the reference writes. */
const resetColumns = ['shortname', ...Object.keys(resetValues)]

function chosen(courses: readonly CourseKey[], identity: CourseIdentity) {
  const named: { course: CourseKey; identifier: string }[] = []
  const leftOut: CourseKey[] = []
  for (const course of courses) {
    const identifier = String(course[identity] ?? '')
    if (identifier === '' || course.isSite) leftOut.push(course)
    else named.push({ course, identifier })
  }
  return { named, leftOut }
}

/** Quoted where it must be: what separates or encloses, and what would make a comment of its line. */
function cell(value: string): string {
  return /[;,"]/.test(value) || /^[#([/-]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
