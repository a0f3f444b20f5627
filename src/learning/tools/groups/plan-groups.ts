import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../driver/operation.ts'
import type { CourseIdentity, Reader } from '../../driver/reader.ts'
import type { CourseKey, GroupRecord, Id } from '../../driver/records.ts'
import { courseFinder } from '../../identity/finders.ts'
import { find, soughtGroup, soughtGrouping } from '../../identity/found.ts'
import type { GroupIdentity } from '../../settings/groups.ts'
import type { GroupChanges, GroupFields, Made } from '../../world/course-groups.ts'
import { type CourseWorld, loadCourseWorld } from '../../world/course-world.ts'
import type { NewId } from '../../world/provisional-ids.ts'
import { nothing, type Step, together } from '../../world/step.ts'
import type { GroupCommand } from './group-command.ts'
import { idnumberTaken, nameTaken, otherCourse, unknownGrouping } from './messages.ts'

export interface GroupRules {
  readonly courseBy: CourseIdentity
  readonly groupBy: GroupIdentity
  readonly groupingBy: GroupIdentity
  /** Groups that a file creates get a grouping of their own, where the file does not say. */
  readonly autogrouping: boolean
  readonly newId: NewId
}

export interface PlannedGroups {
  readonly verdicts: readonly Verdict<Operation>[]
  /** The courses that the lines name, by how they name them. */
  readonly courses: ReadonlyMap<string, CourseKey>
}

/** Decides on a chunk of lines (learning.md 1.14), in their order: groupings come before the groups that use them. */
export async function planGroups(
  commands: readonly NumberedCommand<GroupCommand>[],
  read: Reader,
  rules: GroupRules,
): Promise<PlannedGroups> {
  const names = commands.map(({ command }) => command.course)
  const course = await courseFinder(read, rules.courseBy, names)
  const courses = new Map<string, CourseKey>()
  for (const name of names) {
    const found = course(name)
    if (found.ok) courses.set(name, found.it)
  }
  const world = await loadCourseWorld(read, [], {
    courses: [...courses.values()].map(({ id }) => id),
    groupings: true,
    newId: rules.newId,
  })
  const homes = await homesOfGroups(commands, read, rules)

  const verdicts = commands.map(({ line, command }): Verdict<Operation> => {
    const found = course(command.course, 'courseid')
    if (!found.ok) return rejected(line, [found.fault])
    const place: Place = { course: found.it, key: `${found.it.shortname} / ${command.name}` }
    const kind = command.type === 'group' ? groupShelf(world) : groupingShelf(world)
    const by = command.type === 'group' ? rules.groupBy : rules.groupingBy
    const done = put(command, kind, by, place, homes)
    if ('faults' in done) return rejected(line, done.faults)
    const grouped =
      command.type === 'group'
        ? putInGroupings(command, done, place, world, rules)
        : { step: nothing, missing: [] }
    const both = together(done.step, grouped.step)
    return {
      line,
      outcome:
        grouped.missing.length > 0
          ? 'partial'
          : done.isNew
            ? 'created'
            : both.changed
              ? 'updated'
              : 'unchanged',
      messages: grouped.missing,
      changes: both.changes,
      operations: both.operations,
    }
  })
  return { verdicts, courses }
}

interface Place {
  readonly course: CourseKey
  /** For the journal. */
  readonly key: string
}

/** Groups and groupings are found, made and changed alike. */
interface Shelf {
  readonly type: 'group' | 'grouping'
  named(courseId: Id, name: string): GroupRecord | null
  numbered(courseId: Id, idnumber: string): GroupRecord | null
  withId(courseId: Id, id: Id): GroupRecord | null
  create(fields: GroupFields, key: string): Made<GroupRecord>
  update(it: GroupRecord, changes: GroupChanges, key: string): Step
}

function groupShelf(world: CourseWorld): Shelf {
  return {
    type: 'group',
    named: world.groupNamed,
    numbered: world.groupNumbered,
    withId: world.groupWithId,
    create: world.createGroup,
    update: world.updateGroup,
  }
}

function groupingShelf(world: CourseWorld): Shelf {
  return {
    type: 'grouping',
    named: world.groupingNamed,
    numbered: world.groupingNumbered,
    withId: world.groupingWithId,
    create: world.createGrouping,
    update: world.updateGrouping,
  }
}

interface Put {
  readonly it: GroupRecord
  readonly step: Step
  readonly isNew: boolean
}

/** Finds, creates or updates the group or grouping itself. */
function put(
  command: GroupCommand,
  shelf: Shelf,
  by: GroupIdentity,
  place: Place,
  homes: ReadonlyMap<Id, Id>,
): Put | { readonly faults: readonly LineMessage[] } {
  const courseId = place.course.id
  const own =
    command.type === 'group' && command.idnumber !== ''
      ? shelf.numbered(courseId, command.idnumber)
      : shelf.named(courseId, command.name)
  if (command.updateId === null) {
    if (own !== null) return { it: own, step: nothing, isNew: false }
    return create(command, shelf, place)
  }
  const sought = command.type === 'group' ? soughtGroup : soughtGrouping
  if (by === 'id' && command.updateId !== '') {
    const number = find(command.updateId, 'id', [true], sought, 'updateid')
    if (!number.ok) return { faults: [number.fault] }
    const home = homes.get(Number(command.updateId)) ?? courseId
    if (home !== courseId && command.type === 'group') return { faults: [otherCourse(command.updateId)] }
  }
  const it = withUpdateId(command, shelf, by, courseId) ?? own
  if (it === null) return create(command, shelf, place)

  const changes: GroupChanges = {
    ...(command.name === '' ? {} : { name: command.name }),
    ...(command.idnumber === '' ? {} : { idnumber: command.idnumber }),
    ...(command.description === '' ? {} : { description: command.description }),
  }
  const faults = conflicts(changes, shelf, courseId, it.id)
  if (faults.length > 0) return { faults }
  return { it, step: shelf.update(it, changes, place.key), isNew: false }
}

/**
 * The group that the cell names under the configured identity. Where it names none, the line's own number or name is
 * tried (`own` above): so a file that renames finds again what it renamed, and `updateid` may hold a mere 1.
 */
function withUpdateId(
  command: GroupCommand,
  shelf: Shelf,
  by: GroupIdentity,
  courseId: Id,
): GroupRecord | null {
  const value = command.updateId ?? ''
  if (by === 'id') return value === '' ? null : shelf.withId(courseId, Number(value))
  const cell = by === 'name' ? command.name : command.idnumber
  const find = by === 'name' ? shelf.named : shelf.numbered
  return (value === '' ? null : find(courseId, value)) ?? (cell === '' ? null : find(courseId, cell))
}

function create(command: GroupCommand, shelf: Shelf, place: Place): Put | { faults: readonly LineMessage[] } {
  const courseId = place.course.id
  const { name, idnumber, description } = command
  const faults = conflicts({ name, ...(idnumber === '' ? {} : { idnumber }) }, shelf, courseId, null)
  if (faults.length > 0) return { faults }
  const made = shelf.create({ courseId, name, idnumber, description }, place.key)
  return { it: made.it, step: made, isNew: true }
}

/** Names and numbers are each one's own in a course. */
function conflicts(changes: GroupChanges, shelf: Shelf, courseId: Id, self: Id | null): LineMessage[] {
  const { name, idnumber } = changes
  const named = name === undefined ? null : shelf.named(courseId, name)
  const numbered = idnumber == null ? null : shelf.numbered(courseId, idnumber)
  return [
    ...(named === null || named.id === self ? [] : [nameTaken(named.name, shelf.type)]),
    ...(numbered === null || numbered.id === self ? [] : [idnumberTaken(idnumber!, shelf.type)]),
  ]
}

/** `selfgrouping` and `grouping` of a group. */
function putInGroupings(
  command: GroupCommand,
  done: Put,
  { course }: Place,
  world: CourseWorld,
  rules: GroupRules,
): { readonly step: Step; readonly missing: readonly LineMessage[] } {
  const steps: Step[] = []
  const missing: LineMessage[] = []
  const key = (name: string) => `${course.shortname} / ${name}`
  if (command.selfGrouping ?? (rules.autogrouping && done.isNew)) {
    const { name } = world.groupWithId(course.id, done.it.id)!
    const known = world.groupingNamed(course.id, name)
    const made = known === null ? world.createGrouping({ courseId: course.id, name }, key(name)) : null
    if (made !== null) steps.push(made)
    steps.push(world.addToGrouping((known ?? made?.it)!, done.it, key(name)))
  }
  if (command.grouping !== '') {
    const grouping = world.groupingNumbered(course.id, command.grouping)
    if (grouping === null) missing.push(unknownGrouping(command.grouping))
    else steps.push(world.addToGrouping(grouping, done.it, key(grouping.name)))
  }
  return { step: together(...steps), missing }
}

/** The course of each group that a line names by its number in `updateid`. */
async function homesOfGroups(
  commands: readonly NumberedCommand<GroupCommand>[],
  read: Reader,
  rules: GroupRules,
): Promise<ReadonlyMap<Id, Id>> {
  if (rules.groupBy !== 'id') return new Map()
  const ids = commands.flatMap(({ command: { updateId } }) =>
    updateId !== null && /^[1-9]\d{0,15}$/.test(updateId) ? [Number(updateId)] : [],
  )
  const groups = await read.groupsWithIds([...new Set(ids)])
  return new Map(groups.map((group) => [group.id, group.courseId]))
}

function rejected(line: number, messages: readonly LineMessage[]): Verdict<Operation> {
  return { line, outcome: 'rejected', messages, changes: [], operations: [] }
}
