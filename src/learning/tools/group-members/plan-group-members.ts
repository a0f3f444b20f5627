import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../driver/operation.ts'
import type { CourseIdentity, Reader, UserIdentity } from '../../driver/reader.ts'
import type { CourseKey, GroupRecord } from '../../driver/records.ts'
import { courseFinder, userFinder } from '../../identity/finders.ts'
import { type Found, find, soughtGroup } from '../../identity/found.ts'
import type { GroupIdentity } from '../../settings/groups.ts'
import { type CourseWorld, loadCourseWorld, type Participant } from '../../world/course-world.ts'
import type { NewId } from '../../world/provisional-ids.ts'
import { type Step, together } from '../../world/step.ts'
import type { GroupMemberCommand, GroupMemberVerb } from './group-member-command.ts'
import { manualMembershipKept, noRoleInCourse } from './messages.ts'

export interface GroupMemberRules {
  readonly courseBy: CourseIdentity
  readonly userBy: UserIdentity
  readonly groupBy: GroupIdentity
  readonly newId: NewId
}

export interface PlannedGroupMembers {
  readonly verdicts: readonly Verdict<Operation>[]
  /** The courses that the lines name, by how they name them. */
  readonly courses: ReadonlyMap<string, CourseKey>
}

/**
 * Decides on a chunk of lines (learning.md 1.15). Only memberships that a command file gave are taken away; a group is
 * looked for in the course of its line alone.
 */
export async function planGroupMembers(
  commands: readonly NumberedCommand<GroupMemberCommand>[],
  read: Reader,
  rules: GroupMemberRules,
): Promise<PlannedGroupMembers> {
  const names = commands.map(({ command }) => command.course)
  const course = await courseFinder(read, rules.courseBy, names)
  const userNames = commands.map(({ command }) => command.user)
  const user = await userFinder(read, rules.userBy, userNames)

  const courses = new Map<string, CourseKey>()
  const found = commands.map(({ command }) => {
    const inCourse = course(command.course, 'courseid')
    const somebody = user(command.user, 'userid')
    if (inCourse.ok) courses.set(command.course, inCourse.it)
    return { inCourse, somebody }
  })
  const world = await loadCourseWorld(
    read,
    found.flatMap(({ inCourse, somebody }) =>
      inCourse.ok && somebody.ok ? [{ courseId: inCourse.it.id, userId: somebody.it.id }] : [],
    ),
    { courses: [...courses.values()].map(({ id }) => id), newId: rules.newId },
  )

  const verdicts = commands.map(({ line, command }, index): Verdict<Operation> => {
    const { inCourse, somebody } = found[index]!
    const group = inCourse.ok ? groupOf(world, inCourse.it, command.group, rules.groupBy) : null
    if (!inCourse.ok || !somebody.ok || group === null || !group.ok) {
      const faults = [inCourse, group, somebody].flatMap((one) => (one === null || one.ok ? [] : [one.fault]))
      return verdict(line, 'rejected', null, faults)
    }
    const { id, shortname } = inCourse.it
    const who = { courseId: id, userId: somebody.it.id, key: `${shortname} / ${somebody.it.username}` }
    return carryOut[command.verb](line, who, group.it, world)
  })
  return { verdicts, courses }
}

type CarryOut = (line: number, who: Participant, group: GroupRecord, world: CourseWorld) => Verdict<Operation>

const carryOut: Readonly<Record<GroupMemberVerb, CarryOut>> = {
  add(line, who, group, world) {
    if (world.roles(who).length === 0) return verdict(line, 'rejected', null, [noRoleInCourse()])
    const step = world.join(who, group)
    return verdict(line, step.changed ? 'created' : 'unchanged', step)
  },
  shift(line, who, group, world) {
    if (world.roles(who).length === 0) return verdict(line, 'rejected', null, [noRoleInCourse()])
    const left = world.leaveAll(who, { protectManual: true, except: new Set([group.id]) })
    const joined = world.join(who, group)
    const outcome = left.changed ? 'updated' : joined.changed ? 'created' : 'unchanged'
    return verdict(line, outcome, together(left, joined))
  },
  del(line, who, group, world) {
    const step = world.leave(who, group, true)
    const kept = world.membership(who, group.id) !== null
    return verdict(
      line,
      step.changed ? 'deleted' : 'unchanged',
      step,
      kept ? [manualMembershipKept(group.name)] : [],
    )
  },
}

function groupOf(
  world: CourseWorld,
  course: CourseKey,
  value: string,
  by: GroupIdentity,
): Found<GroupRecord> {
  const group =
    by === 'id'
      ? world.groupWithId(course.id, Number(value))
      : by === 'name'
        ? world.groupNamed(course.id, value)
        : world.groupNumbered(course.id, value)
  return find(value, by, group === null ? [] : [group], soughtGroup, 'groupid')
}

function verdict(
  line: number,
  outcome: Verdict<Operation>['outcome'],
  step: Step | null,
  messages: readonly LineMessage[] = [],
): Verdict<Operation> {
  return { line, outcome, messages, changes: step?.changes ?? [], operations: step?.operations ?? [] }
}
