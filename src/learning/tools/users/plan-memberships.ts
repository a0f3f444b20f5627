import type { Change, LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { CourseKey, Id, RoleRecord, UserRecord } from '../../driver/records.ts'
import { courseFinder, type Finder, roleFinder } from '../../identity/finders.ts'
import { type CohortWorld, loadCohorts } from '../../world/cohort-world.ts'
import { type CourseWorld, loadCourseWorld, type Participant } from '../../world/course-world.ts'
import type { NewId } from '../../world/provisional-ids.ts'
import { nothing, type Step, together } from '../../world/step.ts'
import {
  ambiguousCohort,
  bindingEndsBeforeStart,
  cohortNumberTaken,
  groupWithoutBinding,
  inBinding,
  methodNotActive,
} from './messages.ts'
import { keyOf } from './plan-account.ts'
import type { CourseBinding, UserCommand } from './user-command.ts'
import type { UserOptions } from './user-options.ts'

/** A line whose account is known, or gone. */
export interface Member {
  readonly command: UserCommand
  readonly account: UserRecord
}

export interface MembershipPlan {
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
  /** What was not done: the line is `partial`. */
  readonly faults: readonly LineMessage[]
  readonly warnings: readonly LineMessage[]
}

/** Cohorts and courses of the lines of a chunk, once their accounts are planned. Asked in the order of the lines. */
export interface Memberships {
  plan(member: Member): MembershipPlan
  /** The account is deleted, and all its memberships with it. */
  forget(userId: Id): void
}

/** Ways in that others feed, or that nobody is enrolled by. */
const notForFiles: ReadonlySet<string> = new Set(['cohort', 'meta', 'guest'])

export async function loadMemberships(
  read: Reader,
  members: readonly Member[],
  options: UserOptions,
  newId: NewId,
  now: number,
): Promise<Memberships> {
  const bindings = members.flatMap(({ command }) => command.bindings)
  const findCourse = await courseFinder(
    read,
    options.courseIdentity,
    bindings.map((binding) => binding.course),
  )
  const findRole = bindings.length === 0 ? noRole : await roleFinder(read, 'shortname')
  const courseIds = new Map<Id, Set<Id>>()
  const pairs = members.flatMap(({ command, account }) =>
    command.bindings.flatMap((binding) => {
      const found = findCourse(binding.course)
      if (!found.ok) return []
      const known = courseIds.get(account.id) ?? new Set()
      courseIds.set(account.id, known)
      if (known.has(found.it.id)) return []
      known.add(found.it.id)
      return [{ courseId: found.it.id, userId: account.id }]
    }),
  )
  const roleNames = new Map(
    bindings.length === 0 ? [] : (await read.roles()).map((role) => [role.id, role.shortname]),
  )
  const courses = await loadCourseWorld(read, pairs, {
    newId,
    roleName: (id) => roleNames.get(id) ?? String(id),
  })

  const wanted = members.flatMap(({ command }) => (command.cohort === null ? [] : [command.cohort]))
  const cohorts = await loadCohorts(
    read,
    { name: wanted.map(({ name }) => name), idnumber: wanted.map(({ idnumber }) => idnumber ?? '') },
    newId,
  )
  const cohortIds = new Map<Id, Set<Id>>()
  const cohortOf = (userId: Id, cohortId: Id) => {
    const known = cohortIds.get(userId) ?? new Set()
    cohortIds.set(userId, known.add(cohortId))
  }
  for (const { command, account } of members)
    if (command.cohort !== null)
      for (const { id } of cohorts.findSystem(command.cohort.name)) cohortOf(account.id, id)
  await cohorts.loadMembers(
    read,
    [...cohortIds].flatMap(([userId, ids]) => [...ids].map((cohortId) => ({ cohortId, userId }))),
  )

  return {
    plan({ command, account }) {
      const faults: LineMessage[] = []
      const warnings: LineMessage[] = []
      const steps: Step[] = []
      if (command.cohort !== null) {
        const joined = joinCohort(cohorts, command.cohort, account)
        if ('fault' in joined) faults.push(joined.fault)
        else {
          steps.push(joined)
          cohortOf(account.id, joined.cohortId)
        }
      }
      for (const binding of command.bindings) {
        const bound = bindCourse(binding, account, { courses, findCourse, findRole, now })
        if (bound.fault !== undefined) faults.push(bound.fault)
        if (bound.warning !== undefined) warnings.push(bound.warning)
        if (bound.step !== undefined) steps.push(bound.step)
      }
      const { operations, changes } = together(...steps)
      return { operations, changes, faults, warnings }
    },
    forget(userId) {
      for (const courseId of courseIds.get(userId) ?? []) leaveCourse(courses, courseId, userId)
      for (const cohortId of cohortIds.get(userId) ?? []) cohorts.leave(cohortId, { id: userId, name: '' })
    },
  }
}

const noRole: Finder<RoleRecord> = () => {
  throw new Error('no line names a role')
}

/** By name, among cohorts of the whole platform; made when there is none. */
function joinCohort(
  cohorts: CohortWorld,
  { name, idnumber }: NonNullable<UserCommand['cohort']>,
  account: UserRecord,
): (Step & { readonly cohortId: Id }) | { readonly fault: LineMessage } {
  const found = cohorts.findSystem(name)
  if (found.length > 1) return { fault: ambiguousCohort(name, found.length) }
  const user = { id: account.id, name: keyOf(account) }
  const [cohort] = found
  if (cohort !== undefined) return { ...cohorts.join(cohort.id, user), cohortId: cohort.id }
  const [owner] = idnumber === null ? [] : cohorts.find('idnumber', idnumber)
  if (owner !== undefined && idnumber !== null) return { fault: cohortNumberTaken(idnumber, owner.name) }
  const created = cohorts.create({ categoryId: null, name, idnumber, description: '', component: '' })
  return { ...together(created, cohorts.join(created.cohort.id, user)), cohortId: created.cohort.id }
}

interface Binding {
  readonly step?: Step
  readonly fault?: LineMessage
  readonly warning?: LineMessage
}

interface BindingPlace {
  readonly courses: CourseWorld
  readonly findCourse: Finder<CourseKey>
  readonly findRole: Finder<RoleRecord>
  readonly now: number
}

/**
 * Method and role: enrolled with that role; method alone: as student; role alone: given without enrolment; neither:
 * nothing. The group comes once the rest has succeeded.
 */
function bindCourse(binding: CourseBinding, account: UserRecord, place: BindingPlace): Binding {
  const { number, method, role } = binding
  const found = place.findCourse(binding.course, `course${number}`)
  if (!found.ok) return { fault: inBinding(found.fault) }
  if (method === '' && role === '')
    return binding.group === '' ? {} : { warning: groupWithoutBinding(`group${number}`) }
  const given = place.findRole(role === '' ? 'student' : role, `role${number}`)
  if (!given.ok) return { fault: inBinding(given.fault) }

  const { courses } = place
  const course = found.it
  const who: Participant = {
    courseId: course.id,
    userId: account.id,
    key: `${binding.course} / ${keyOf(account)}`,
  }
  if (method === '')
    return { step: together(courses.assignRole(who, given.it.id), joinGroup(courses, binding, who)) }

  const way = notForFiles.has(method) ? null : courses.methodOf(course.id, method)
  if (way === null || !way.enabled)
    return { fault: methodNotActive(`enrol${number}`, method, binding.course) }
  const how = {
    now: place.now,
    roleId: given.it.id,
    ...(binding.startsAt === null ? {} : { startsAt: binding.startsAt === 0 ? null : binding.startsAt }),
    ...(binding.endsAt === null ? {} : { endsAt: binding.endsAt === 0 ? null : binding.endsAt }),
  }
  const after = courses.enrolmentAfter(who, way, how)
  if (after.startsAt !== null && after.endsAt !== null && after.endsAt < after.startsAt)
    return { fault: bindingEndsBeforeStart(`end${number}`) }
  return { step: together(courses.enrol(who, way, how), joinGroup(courses, binding, who)) }
}

function joinGroup(courses: CourseWorld, { group: name, course }: CourseBinding, who: Participant): Step {
  if (name === '') return nothing
  const { courseId } = who
  const group = courses.groupNamed(courseId, name)
  if (group !== null) return courses.join(who, group)
  const created = courses.createGroup({ courseId, name }, `${course} / ${name}`)
  return together(created, courses.join(who, created.it))
}

/** In memory only: on the platform the deletion of the account does it. */
function leaveCourse(courses: CourseWorld, courseId: Id, userId: Id): void {
  const who = { courseId, userId, key: '' }
  for (const { methodId } of courses.enrolments(who)) {
    const method = courses.methodsOf(courseId).find(({ id }) => id === methodId)
    if (method !== undefined) courses.unenrol(who, method)
  }
  courses.removeRoles(who, 'all')
  courses.leaveAll(who, { protectManual: false })
}
