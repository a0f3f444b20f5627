import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../../exchange/command-file/verdict.ts'
import type { LineOutcome } from '../../../exchange/line-outcome.ts'
import type { Operation } from '../../driver/operation.ts'
import type { CourseIdentity, Reader, UserIdentity } from '../../driver/reader.ts'
import type { CourseKey, MethodRecord } from '../../driver/records.ts'
import { courseFinder, type Finder, roleFinder, userFinder } from '../../identity/finders.ts'
import { type CourseWorld, isDerived, loadCourseWorld, type Participant } from '../../world/course-world.ts'
import type { NewId } from '../../world/provisional-ids.ts'
import { nothing, type Step, together } from '../../world/step.ts'
import type { EnrolmentCommand } from './enrolment-command.ts'
import {
  derivedMethod,
  derivedRoleKept,
  endBeforeStart,
  guestsAreNotEnrolled,
  methodNotActive,
  notEnrolled,
  roleNotHeld,
} from './messages.ts'
import { placeInGroups } from './place-in-groups.ts'

/** What the settings and the moment of the file say. */
export interface EnrolmentRules {
  readonly courseBy: CourseIdentity
  readonly userBy: UserIdentity
  readonly protectGroups: boolean
  readonly enrolOnDisabled: boolean
  /** Seconds since 1970. */
  readonly now: number
  readonly newId: NewId
}

export interface PlannedEnrolments {
  readonly verdicts: readonly Verdict<Operation>[]
  /** The courses that the lines name, by how they name them. */
  readonly courses: ReadonlyMap<string, CourseKey>
}

/** Decides on a chunk of lines (learning.md 1.11): looks all of it up at once, then goes line by line in memory. */
export async function planEnrolments(
  commands: readonly NumberedCommand<EnrolmentCommand>[],
  read: Reader,
  rules: EnrolmentRules,
): Promise<PlannedEnrolments> {
  const course = await courseFinder(
    read,
    rules.courseBy,
    commands.map(({ command }) => command.course),
  )
  const user = await userFinder(
    read,
    rules.userBy,
    commands.map(({ command }) => command.user),
  )
  const roleNames = new Map((await read.roles()).map(({ id, shortname }) => [id, shortname]))
  const role = await roleFinder(read, 'shortname')

  const courses = new Map<string, CourseKey>()
  const found = commands.map(({ command }) => {
    const inCourse = course(command.course, 'cid')
    const somebody = user(command.user, 'uid')
    if (inCourse.ok) courses.set(command.course, inCourse.it)
    if (inCourse.ok && somebody.ok) {
      const { id, shortname } = inCourse.it
      const who = { courseId: id, userId: somebody.it.id, key: `${shortname} / ${somebody.it.username}` }
      return { ok: true as const, who, courseName: shortname }
    }
    const faults = [inCourse, somebody].flatMap((one) => (one.ok ? [] : [one.fault]))
    return { ok: false as const, faults }
  })
  const world = await loadCourseWorld(
    read,
    found.flatMap((one) => (one.ok ? [one.who] : [])),
    {
      newId: rules.newId,
      roleName: (id) => roleNames.get(id) ?? String(id),
      groups: commands.some(({ command }) => command.groupVerb !== null || command.verb === 'del'),
    },
  )

  const verdicts = commands.map(({ line, command }, index): Verdict<Operation> => {
    const one = found[index]!
    if (!one.ok) return rejected(line, one.faults)
    const done = enrolment(command, one.who, world, role, rules)
    if (done.outcome === 'rejected') return rejected(line, done.messages)
    const placed = placeInGroups(command, one.who, one.courseName, world, rules.protectGroups)
    const both = together(done.step, placed.step)
    return {
      line,
      outcome: placed.incomplete
        ? 'partial'
        : done.outcome === 'unchanged' && placed.step.changed
          ? 'updated'
          : done.outcome,
      messages: placed.messages.length === 0 ? done.messages : [...done.messages, ...placed.messages],
      changes: both.changes,
      operations: both.operations,
    }
  })
  return { verdicts, courses }
}

/** What became of the main part of a line. */
interface Done {
  readonly outcome: LineOutcome
  readonly step: Step
  readonly messages: readonly LineMessage[]
}

function enrolment(
  command: EnrolmentCommand,
  who: Participant,
  world: CourseWorld,
  role: Finder<{ readonly id: number }>,
  rules: EnrolmentRules,
): Done {
  if (command.verb === 'enable' || command.verb === 'disable')
    return setActive(command, who, world, rules, command.verb === 'enable')
  if (command.method === null) return roleAlone(command, who, world, role)

  const method = methodFor(world, who, command.method, rules)
  if (command.verb === 'del') {
    if (method === null) return noMethod(world, who, command.method)
    if (isDerived(method)) return refusal([derivedMethod(method.method)])
    const step = world.unenrol(who, method)
    return step.changed
      ? { outcome: 'deleted', step, messages: [] }
      : { outcome: 'unchanged', step, messages: [notEnrolled()] }
  }
  const given = role(command.role, 'rolename')
  const refused = [
    ...(given.ok ? [] : [given.fault]),
    ...(method === null ? noMethod(world, who, command.method).messages : []),
    ...(command.method === 'guest' ? [guestsAreNotEnrolled()] : []),
    ...(method !== null && isDerived(method) ? [derivedMethod(method.method)] : []),
  ]
  if (refused.length > 0 || !given.ok || method === null) return refusal(refused)
  const how = {
    now: rules.now,
    roleId: given.it.id,
    onlyRole: command.verb === 'shift',
    ...(command.startsAt === undefined ? {} : { startsAt: command.startsAt }),
    ...(command.endsAt === undefined ? {} : { endsAt: command.endsAt }),
  }
  const { startsAt, endsAt } = world.enrolmentAfter(who, method, how)
  const setsDates = command.startsAt !== undefined || command.endsAt !== undefined
  if (setsDates && startsAt !== null && endsAt !== null && endsAt < startsAt)
    return refusal([endBeforeStart()])
  const step = world.enrol(who, method, how)
  return {
    outcome: step.isNew ? 'created' : step.changed ? 'updated' : 'unchanged',
    step,
    messages: [],
  }
}

/** Roles in the course without an enrolment; roles of its category and of the site are never touched. */
function roleAlone(
  command: EnrolmentCommand,
  who: Participant,
  world: CourseWorld,
  role: Finder<{ readonly id: number }>,
): Done {
  if (command.verb === 'del' && command.role === '') return withoutRoles(world.removeRoles(who, 'all'))
  // An unknown role never means « all of them »: a slip of the keyboard must not take more than was asked.
  const given = role(command.role, 'rolename')
  if (!given.ok) return refusal([given.fault])
  if (command.verb === 'del') return withoutRoles(world.removeRoles(who, given.it.id))

  const hadRole = world.roles(who).length > 0
  const before = command.verb === 'shift' ? world.removeRoles(who, 'all', given.it.id) : nothing
  const step = together(before, world.assignRole(who, given.it.id))
  const outcome = !step.changed ? 'unchanged' : command.verb === 'shift' && hadRole ? 'updated' : 'created'
  return { outcome, step, messages: [] }
}

function withoutRoles(step: ReturnType<CourseWorld['removeRoles']>): Done {
  const kept = step.keptDerived ? [derivedRoleKept()] : []
  if (step.changed) return { outcome: 'deleted', step, messages: kept }
  return { outcome: 'unchanged', step, messages: kept.length > 0 ? kept : [roleNotHeld()] }
}

function setActive(
  command: EnrolmentCommand,
  who: Participant,
  world: CourseWorld,
  rules: EnrolmentRules,
  active: boolean,
): Done {
  const method = command.method === null ? null : methodFor(world, who, command.method, rules)
  if (command.method !== null && method === null) return noMethod(world, who, command.method)
  if (method !== null && isDerived(method)) return refusal([derivedMethod(method.method)])
  const isIn = new Set(world.enrolments(who).map(({ methodId }) => methodId))
  const candidates =
    method === null ? world.methodsOf(who.courseId).filter((one) => !isDerived(one)) : [method]
  const concerned = candidates.filter(({ id }) => isIn.has(id))
  if (concerned.length === 0) return { outcome: 'unchanged', step: nothing, messages: [notEnrolled()] }
  const step = together(...concerned.map((one) => world.setActive(who, one, active)))
  return { outcome: step.changed ? 'updated' : 'unchanged', step, messages: [] }
}

/** The course's method of that kind that may be used; of several, that by which the user is in, else the first. */
function methodFor(
  world: CourseWorld,
  who: Participant,
  name: string,
  rules: EnrolmentRules,
): MethodRecord | null {
  const usable = world
    .methodsOf(who.courseId)
    .filter((one) => one.method === name && (one.enabled || rules.enrolOnDisabled))
  if (usable.length < 2) return usable[0] ?? null
  const isIn = new Set(world.enrolments(who).map(({ methodId }) => methodId))
  return usable.find(({ id }) => isIn.has(id)) ?? usable.find(({ enabled }) => enabled) ?? usable[0]!
}

function noMethod(world: CourseWorld, who: Participant, name: string): Done {
  return refusal([methodNotActive(name, world.methodOf(who.courseId, name) !== null)])
}

function refusal(messages: readonly LineMessage[]): Done {
  return { outcome: 'rejected', step: nothing, messages }
}

function rejected(line: number, messages: readonly LineMessage[]): Verdict<Operation> {
  return { line, outcome: 'rejected', messages, changes: [], operations: [] }
}
