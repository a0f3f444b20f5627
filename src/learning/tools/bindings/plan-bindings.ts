import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { Change, LineMessage, Verdict } from '../../../exchange/command-file/verdict.ts'
import type { LineOutcome } from '../../../exchange/line-outcome.ts'
import type { Operation } from '../../driver/operation.ts'
import type { CohortIdentity, CourseIdentity, Reader } from '../../driver/reader.ts'
import type { CohortRecord, CourseKey, Id, MethodRecord, RoleRecord } from '../../driver/records.ts'
import { cohortFinder, courseFinder, type Finder, roleFinder } from '../../identity/finders.ts'
import { type CourseGroups, courseGroups } from '../../world/course-groups.ts'
import { provisionalIds } from '../../world/provisional-ids.ts'
import { nothing, type Step, step, together } from '../../world/step.ts'
import { siteCourse } from '../courses/messages.ts'
import type { BindingCommand } from './binding-command.ts'
import { alreadyBound, alreadySo, bindingDone, endBeforeStart, nothingBound } from './messages.ts'

export interface BindingRules {
  readonly cohortBy: CohortIdentity
  readonly courseBy: CourseIdentity
  readonly roleBy: 'id' | 'shortname'
  /** Seconds since 1970: a binding begins now unless told. */
  readonly now: number
}

/** What a line comes to, and the course whose participants change by it. */
export interface PlannedBinding {
  readonly verdict: Verdict<Operation>
  readonly touched: Id | null
}

const defaultRole = 'student'

/** Decides on lines that bind cohorts to courses (learning.md 1.13): all look-ups first, then line by line in memory. */
export async function planBindings(
  commands: readonly NumberedCommand<BindingCommand>[],
  read: Reader,
  rules: BindingRules,
): Promise<readonly PlannedBinding[]> {
  const all = commands.map(({ command }) => command)
  const cohorts = await cohortFinder(
    read,
    rules.cohortBy,
    all.map((command) => command.cohort),
  )
  const courses = await courseFinder(
    read,
    rules.courseBy,
    all.map((command) => command.course),
  )
  const named = [...new Set(all.map((command) => command.course))].map((value) => courses(value))
  const courseIds = [...new Set(named.flatMap((found) => (found.ok ? [found.it.id] : [])))]
  const withGroups = all.some((command) => command.makeGroup === true)
  const newId = provisionalIds()
  const known: Known = {
    rules,
    newId,
    cohorts,
    courses,
    roles: await roleFinder(read, rules.roleBy),
    defaultRoles: await roleFinder(read, 'shortname'),
    roleNames: new Map((await read.roles()).map((role) => [role.id, role.shortname])),
    bindings: Map.groupBy(await read.methods(courseIds), (method) => `${method.courseId} ${method.cohortId}`),
    groups: courseGroups({
      groups: withGroups ? await read.groups(courseIds) : [],
      groupings: [],
      groupingGroups: [],
      newId,
    }),
  }
  return commands.map(({ line, command }) => {
    const { touched, ...verdict } = decide(command, known)
    return { verdict: { line, ...verdict }, touched }
  })
}

interface Known {
  readonly rules: BindingRules
  readonly newId: () => Id
  readonly cohorts: Finder<CohortRecord>
  readonly courses: Finder<CourseKey>
  readonly roles: Finder<RoleRecord>
  readonly defaultRoles: Finder<RoleRecord>
  readonly roleNames: ReadonlyMap<Id, string>
  /** By course and cohort, as lines leave them. */
  readonly bindings: Map<string, MethodRecord[]>
  readonly groups: CourseGroups
}

type Decision = Omit<Verdict<Operation>, 'line'> & { readonly touched: Id | null }

function decide(command: BindingCommand, known: Known): Decision {
  const cohort = known.cohorts(command.cohort, 'cohort')
  const course = known.courses(command.course, 'course')
  const role =
    command.role === '*'
      ? null
      : command.role === ''
        ? known.defaultRoles(defaultRole, 'role')
        : known.roles(command.role, 'role')
  const faults: LineMessage[] = [cohort, course, role].flatMap((one) =>
    one === null || one.ok ? [] : [one.fault],
  )
  if (course.ok && course.it.isSite) faults.push(siteCourse(course.it, 'course'))
  if (!cohort.ok || !course.ok || (role !== null && !role.ok) || faults.length > 0) return rejected(faults)

  const place: Place = {
    course: course.it,
    cohort: cohort.it,
    key: (roleId) =>
      [
        course.it.shortname,
        cohort.it.idnumber ?? cohort.it.name,
        roleId === null ? '*' : known.roleNames.get(roleId),
      ].join(' / '),
    bindings: listIn(known.bindings, `${course.it.id} ${cohort.it.id}`),
  }
  const roleId = role === null ? null : role.it.id
  const matching = place.bindings.filter(
    (binding) => binding.method === command.method && (roleId === null || binding.defaultRoleId === roleId),
  )
  if (command.verb === 'add') return add(command, roleId!, matching[0], place, known)
  if (matching.length === 0) return unchanged([nothingBound(place.key(roleId))])
  if (command.verb === 'fulldel') return remove(matching, place)
  return toggle(matching, command.verb === 'restore', place)
}

/** A course and a cohort, what binds them, and how the journal calls a binding. */
interface Place {
  readonly course: CourseKey
  readonly cohort: CohortRecord
  readonly key: (roleId: Id | null) => string
  readonly bindings: MethodRecord[]
}

function add(
  command: BindingCommand,
  roleId: Id,
  binding: MethodRecord | undefined,
  place: Place,
  known: Known,
): Decision {
  const key = place.key(roleId)
  // Dates that the line leaves out are those of the binding, or of a new one: they too must follow each other.
  const start =
    command.startsAt !== undefined
      ? command.startsAt
      : binding === undefined
        ? known.rules.now
        : binding.startsAt
  const end = command.endsAt !== undefined ? command.endsAt : (binding?.endsAt ?? null)
  if (start !== null && end !== null && end <= start && (command.startsAt ?? command.endsAt) !== undefined)
    return rejected([endBeforeStart()])

  const makeGroup = command.makeGroup ?? false
  // A group that was deleted comes back with the members: only a line that asks for one anew needs it here.
  const group = makeGroup && !binding?.makeGroup ? cohortGroup(place, known) : { ...nothing, groupId: null }
  if (binding === undefined) {
    const created: MethodRecord = {
      id: known.newId(),
      courseId: place.course.id,
      method: command.method,
      enabled: true,
      defaultRoleId: roleId,
      startsAt: start,
      endsAt: end,
      cohortId: place.cohort.id,
      linkedCourseId: null,
      makeGroup,
      groupId: group.groupId,
    }
    place.bindings.push(created)
    const made = step(
      { kind: 'create-method', ...created },
      { entity: 'cohort binding', key, field: null, before: null, after: command.method },
    )
    return applied('created', place, [group, made], [bindingDone('created', key)])
  }
  const changes = different(binding, {
    enabled: true,
    ...(command.startsAt === undefined ? {} : { startsAt: command.startsAt }),
    ...(command.endsAt === undefined ? {} : { endsAt: command.endsAt }),
    ...(command.makeGroup === undefined || command.makeGroup === binding.makeGroup
      ? {}
      : { makeGroup, groupId: group.groupId }),
  })
  if (Object.keys(changes).length === 0) return unchanged([alreadyBound(key)])
  return applied(
    'updated',
    place,
    [...('groupId' in changes ? [group] : []), update(binding, changes, place)],
    [bindingDone(binding.enabled ? 'updated' : 'enabled', key)],
  )
}

/** The group of the cohort's name in the course: the one there is, or a new one. */
function cohortGroup({ course, cohort }: Place, { groups }: Known): Step & { readonly groupId: Id } {
  const there = groups.groupNamed(course.id, cohort.name)
  if (there !== null) return { ...nothing, groupId: there.id }
  const made = groups.createGroup(
    { courseId: course.id, name: cohort.name },
    `${course.shortname} / ${cohort.name}`,
  )
  return { ...made, groupId: made.it.id }
}

function toggle(matching: readonly MethodRecord[], enabled: boolean, place: Place): Decision {
  const toChange = matching.filter((binding) => binding.enabled !== enabled)
  if (toChange.length === 0)
    return unchanged(matching.map((binding) => alreadySo(place.key(binding.defaultRoleId), enabled)))
  return applied(
    'updated',
    place,
    toChange.map((binding) => update(binding, { enabled }, place)),
    toChange.map((binding) =>
      bindingDone(enabled ? 'enabled' : 'disabled', place.key(binding.defaultRoleId)),
    ),
  )
}

function remove(matching: readonly MethodRecord[], place: Place): Decision {
  const steps = matching.map((binding) => {
    place.bindings.splice(place.bindings.indexOf(binding), 1)
    return step(
      { kind: 'delete-method', id: binding.id },
      {
        entity: 'cohort binding',
        key: place.key(binding.defaultRoleId),
        field: null,
        before: binding.method,
        after: null,
      },
    )
  })
  return applied(
    'deleted',
    place,
    steps,
    matching.map((binding) => bindingDone('deleted', place.key(binding.defaultRoleId))),
  )
}

type BindingChanges = Partial<Pick<MethodRecord, 'enabled' | 'startsAt' | 'endsAt' | 'makeGroup' | 'groupId'>>

function different(binding: MethodRecord, wanted: BindingChanges): BindingChanges {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => binding[field as keyof BindingChanges] !== value),
  )
}

function update(binding: MethodRecord, changes: BindingChanges, place: Place): Step {
  place.bindings[place.bindings.indexOf(binding)] = { ...binding, ...changes }
  const journal = Object.entries(changes)
    .filter(([field]) => field !== 'groupId')
    .map(
      ([field, after]): Change => ({
        entity: 'cohort binding',
        key: place.key(binding.defaultRoleId),
        field,
        before: binding[field as keyof BindingChanges],
        after,
      }),
    )
  return step({ kind: 'update-method', id: binding.id, ...changes }, ...journal)
}

function applied(
  outcome: LineOutcome,
  place: Place,
  steps: readonly Step[],
  messages: readonly LineMessage[],
): Decision {
  const { operations, changes } = together(...steps)
  return { outcome, messages, changes, operations, touched: place.course.id }
}

function rejected(messages: readonly LineMessage[]): Decision {
  return { outcome: 'rejected', messages, changes: [], operations: [], touched: null }
}

function unchanged(messages: readonly LineMessage[]): Decision {
  return { outcome: 'unchanged', messages, changes: [], operations: [], touched: null }
}

function listIn(bindings: Map<string, MethodRecord[]>, key: string): MethodRecord[] {
  const list = bindings.get(key) ?? []
  bindings.set(key, list)
  return list
}
