import type { NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { Reader } from '../../../driver/reader.ts'
import type { Id, MethodRecord } from '../../../driver/records.ts'
import { type NewId, provisionalIds } from '../../../world/provisional-ids.ts'
import type { CourseBackup } from '../backup/course-backup.ts'
import { type CategoryTree, categoryTree } from './category-tree.ts'
import { type CourseCatalogue, courseCatalogue } from './course-catalogue.ts'
import type { CourseCommand } from './course-command.ts'
import type { CourseOptions } from './course-options.ts'
import type { Section } from './section-plan.ts'
import { type TeacherFinder, teacherFinder } from './teacher-finder.ts'

/** What a chunk is planned with: the platform as its lines find it, kept up to date from line to line. */
export interface CourseScene {
  readonly tree: CategoryTree
  readonly courses: CourseCatalogue
  readonly sections: Map<Id, ReadonlyMap<number, Section>>
  /** `self` and `guest` methods by course. */
  readonly methods: Map<Id, Pick<MethodRecord, 'id' | 'method' | 'enabled'>[]>
  readonly teachers: TeacherFinder
  /** `course user` of those who hold the teacher's role by themselves, in no matter what way. */
  readonly teaching: Set<string>
  readonly teacherRole: Id | null
  readonly studentRole: Id | null
  readonly backups: ReadonlyMap<string, CourseBackup>
  readonly newId: NewId
}

/** Asks the platform for all that a chunk may need, a few questions however many lines there are. */
export async function courseScene(
  commands: readonly NumberedCommand<CourseCommand>[],
  read: Reader,
  options: CourseOptions,
  backupOf: (path: string) => Promise<CourseBackup>,
): Promise<CourseScene> {
  const wishes = commands.map(({ command }) => command)
  const templates = wishes.flatMap(({ template }) =>
    template?.from === 'course' ? [template.shortname] : [],
  )
  const keys = [
    ...(await read.courses(
      options.identity,
      wishes.map(({ identifier }) => identifier),
    )),
    ...(await read.coursesLikeShortnames([...wishes.map(({ shortname }) => shortname), ...templates])),
    ...(await read.courses(
      'idnumber',
      wishes.flatMap(({ fields }) => fields.idnumber ?? []),
    )),
  ]
  const records = await read.courseRecords([...new Set(keys.map(({ id }) => id))])
  const courses = courseCatalogue(records)
  const roles = new Map((await read.roles()).map(({ shortname, id }) => [shortname, id]))
  const updated = options.forceUpdate ? records.map(({ id }) => id) : []
  const teachers = await teacherFinder(
    read,
    wishes.flatMap((wish) => wish.teachers.map(({ account }) => account)),
  )
  const teacherRole = roles.get('teacher') ?? null
  return {
    tree: categoryTree(await read.categories()),
    courses,
    sections: await sectionsOf(read, [...updated, ...named(templates, courses)]),
    methods: await methodsOf(
      read,
      wishes.some(({ self, guest }) => self !== null || guest !== null) ? updated : [],
    ),
    teachers,
    teaching: options.forceUpdate
      ? await teachingOf(read, wishes, courses, options, teachers, teacherRole)
      : new Set(),
    teacherRole,
    studentRole: roles.get('student') ?? null,
    backups: await backupsOf(wishes, backupOf),
    newId: provisionalIds(),
  }
}

function named(shortnames: readonly string[], courses: CourseCatalogue): Id[] {
  return shortnames.flatMap((shortname) => courses.named('shortname', shortname).map(({ id }) => id))
}

async function sectionsOf(read: Reader, ids: readonly Id[]): Promise<CourseScene['sections']> {
  const sections = new Map<Id, Map<number, Section>>()
  for (const { courseId, position, name, summary } of await read.sections([...new Set(ids)])) {
    const ofCourse = sections.get(courseId) ?? new Map<number, Section>()
    sections.set(courseId, ofCourse.set(position, { name, summary }))
  }
  return sections
}

async function methodsOf(read: Reader, ids: readonly Id[]): Promise<CourseScene['methods']> {
  const ways = (await read.methods(ids)).filter(({ method }) => method === 'self' || method === 'guest')
  return Map.groupBy(ways, ({ courseId }) => courseId)
}

async function teachingOf(
  read: Reader,
  wishes: readonly CourseCommand[],
  courses: CourseCatalogue,
  options: CourseOptions,
  teachers: TeacherFinder,
  teacherRole: Id | null,
): Promise<Set<string>> {
  const pairs = wishes.flatMap((wish) => {
    const [course] = courses.named(options.identity, wish.identifier)
    if (course === undefined) return []
    return wish.teachers.flatMap(({ account }) =>
      teachers(account).map((userId) => ({ courseId: course.id, userId })),
    )
  })
  if (pairs.length === 0) return new Set()
  const held = await read.courseRoles(pairs)
  return new Set(
    held
      .filter(({ roleId }) => roleId === teacherRole)
      .map(({ courseId, userId }) => `${courseId} ${userId}`),
  )
}

async function backupsOf(
  wishes: readonly CourseCommand[],
  backupOf: (path: string) => Promise<CourseBackup>,
): Promise<Map<string, CourseBackup>> {
  const backups = new Map<string, CourseBackup>()
  for (const { template } of wishes)
    if (template?.from === 'backup' && !backups.has(template.path))
      backups.set(template.path, await backupOf(template.path))
  return backups
}
