import type { CourseUser, Reader } from '../driver/reader.ts'
import type { CourseRoleRecord, EnrolmentRecord, GroupRecord, Id, MethodRecord } from '../driver/records.ts'
import { type CourseGroups, courseGroups } from './course-groups.ts'
import type { NewId } from './provisional-ids.ts'
import { nothing, type Step, step, together } from './step.ts'

/**
 * The courses of a chunk of lines in memory: ways in, who is in by which, with which roles, in which groups. Tools ask
 * it what is, tell it what a line wants, and get the operations; a later line of the chunk sees what an earlier one did.
 *
 * A role that an enrolment gives is held for it: component `enrol_<method>`, item the method's identifier, whatever the
 * method (`enrol_manual` too). A role given alone has component '' and item 0. « Direct » roles are all but those that
 * cohorts and links between courses give, which members and links say (`sync-derived-enrolments`).
 */
export interface CourseWorld extends CourseGroups {
  /** The course's method of that kind: one that is enabled before one that is not. Of several, the first. */
  methodOf(courseId: Id, method: string): MethodRecord | null
  methodsOf(courseId: Id): readonly MethodRecord[]
  enrolments(who: CourseUser): readonly EnrolmentRecord[]
  roles(who: CourseUser): readonly CourseRoleRecord[]
  /** What `enrol` would make of the enrolment, for who checks dates first. */
  enrolmentAfter(who: CourseUser, method: MethodRecord, how: Enrolling): EnrolmentRecord
  enrol(who: Participant, method: MethodRecord, how: Enrolling): Step & { readonly isNew: boolean }
  /**
   * Takes along the roles that this enrolment gave; with the last enrolment of the course, roles given by any and all
   * group memberships too (learning.md 8.1). Roles given alone stay.
   */
  unenrol(who: Participant, method: MethodRecord): Step
  /** Who is not enrolled by it stays so. */
  setActive(who: Participant, method: MethodRecord, active: boolean): Step
  /** A role without enrolment; nothing for who holds it directly. */
  assignRole(who: Participant, roleId: Id): Step
  /** Direct roles; `derived` tells that some were left because cohorts or links give them. */
  removeRoles(who: Participant, roles: Id | 'all', except?: Id): Step & { readonly keptDerived: boolean }

  /** What gave the membership (`tool_sync`, ''), or null for who is no member. */
  membership(who: CourseUser, groupId: Id): string | null
  groupsOf(who: CourseUser): readonly GroupRecord[]
  /** For the tool (component `tool_sync`); nothing for a member, whatever made them one. */
  join(who: Participant, group: GroupRecord): Step
  /**
   * A membership that a cohort's method gives is never left: it would be given again. `protectManual`: only one that a
   * command file gave.
   */
  leave(who: Participant, group: GroupRecord, protectManual: boolean): Step
  leaveAll(
    who: Participant,
    options: { readonly protectManual: boolean; readonly except?: ReadonlySet<Id> },
  ): Step
}

/** Somebody in a course, as the journal calls them: `BIO101 / adurand`. */
export interface Participant extends CourseUser {
  readonly key: string
}

export interface Enrolling {
  /** Seconds since 1970: a new enrolment begins now unless told. */
  readonly now: number
  /** Added to the roles that the enrolment gives; null: none. */
  readonly roleId: Id | null
  /** The enrolment gives no other role than that afterwards. */
  readonly onlyRole?: boolean
  /** Default: true. */
  readonly active?: boolean
  /** Left out: kept, and now for a new enrolment. Null: since ever. */
  readonly startsAt?: number | null
  /** Left out: kept, and none for a new enrolment. Null: no end. */
  readonly endsAt?: number | null
}

export interface CourseWorldScope {
  /** Courses to know beside those of the pairs. */
  readonly courses?: Iterable<Id>
  readonly newId: NewId
  /** Groupings too. */
  readonly groupings?: boolean
  /** Default: true. */
  readonly groups?: boolean
  /** Names of roles, for the journal; numbers otherwise. */
  readonly roleName?: (id: Id) => string
}

/** What a command file's tool puts into groups is marked so (spec 1.11, protected groups). */
export const toolComponent = 'tool_sync'

interface Presence {
  readonly enrolments: Map<Id, EnrolmentRecord>
  roles: CourseRoleRecord[]
  /** Group to component. */
  readonly groups: Map<Id, string>
}

/** Loads what these people are in these courses; of people and courses yet to be made there is nothing to load. */
export async function loadCourseWorld(
  read: Reader,
  pairs: readonly CourseUser[],
  scope: CourseWorldScope,
): Promise<CourseWorld> {
  const known = pairs.filter(({ courseId, userId }) => courseId > 0 && userId > 0)
  const courseIds = [...new Set([...pairs.map(({ courseId }) => courseId), ...(scope.courses ?? [])])].filter(
    (id) => id > 0,
  )
  const withGroups = scope.groups ?? true
  const methods = await read.methods(courseIds)
  const enrolments = await read.enrolments(known)
  const roles = await read.courseRoles(known)
  const groups = withGroups ? await read.groups(courseIds) : []
  const memberships = withGroups ? await read.memberships(known) : []
  const groupings = scope.groupings ? await read.groupings(courseIds) : []
  const groupingGroups = scope.groupings ? await read.groupingGroups(courseIds) : []

  const methodsByCourse = Map.groupBy(methods, ({ courseId }) => courseId)
  const presences = new Map<Id, Map<Id, Presence>>()
  const presence = ({ courseId, userId }: CourseUser): Presence => {
    const ofCourse = presences.get(courseId) ?? new Map<Id, Presence>()
    presences.set(courseId, ofCourse)
    const it = ofCourse.get(userId) ?? { enrolments: new Map(), roles: [], groups: new Map() }
    ofCourse.set(userId, it)
    return it
  }
  for (const enrolment of enrolments) presence(enrolment).enrolments.set(enrolment.methodId, enrolment)
  for (const role of roles) presence(role).roles.push(role)
  for (const member of memberships) presence(member).groups.set(member.groupId, member.component)

  const catalogue = courseGroups({ groups, groupings, groupingGroups, newId: scope.newId })
  const roleName = scope.roleName ?? String

  function addRole(who: Participant, roleId: Id, component: string, itemId: Id): Step {
    const it = presence(who)
    if (
      it.roles.some(
        (held) => held.roleId === roleId && held.component === component && held.itemId === itemId,
      )
    )
      return nothing
    const role = { courseId: who.courseId, userId: who.userId, roleId, component, itemId }
    it.roles.push(role)
    return step({ kind: 'assign-role', ...role }, created('role', who, roleName(roleId)))
  }

  function dropRoles(who: Participant, goes: (role: CourseRoleRecord) => boolean): Step {
    const it = presence(who)
    const gone = it.roles.filter(goes)
    if (gone.length === 0) return nothing
    it.roles = it.roles.filter((role) => !gone.includes(role))
    return {
      changed: true,
      operations: gone.map((role) => ({ kind: 'unassign-role', ...role })),
      changes: gone.map((role) => removed('role', who, roleName(role.roleId))),
    }
  }

  function set(who: Participant, before: EnrolmentRecord | undefined, after: EnrolmentRecord): Step {
    if (before !== undefined && sameEnrolment(before, after)) return nothing
    presence(who).enrolments.set(after.methodId, after)
    const operation = { kind: 'enrol', ...after } as const
    if (before === undefined) return step(operation, created('enrolment', who, methodName(after)))
    const changes = (['active', 'startsAt', 'endsAt'] as const)
      .filter((field) => before[field] !== after[field])
      .map((field) => ({
        entity: 'enrolment',
        key: who.key,
        field,
        before: before[field],
        after: after[field],
      }))
    return step(operation, ...changes)
  }

  const derivedMethods = new Set(methods.filter(isDerived).map(({ id }) => id))
  const isDirect = ({ component, itemId }: CourseRoleRecord) =>
    !(component.startsWith('enrol_') && derivedMethods.has(itemId))

  function leaveGroup(who: Participant, group: GroupRecord): Step {
    presence(who).groups.delete(group.id)
    const { courseId, userId } = who
    return step(
      { kind: 'leave-group', groupId: group.id, courseId, userId },
      removed('group member', who, group.name),
    )
  }

  const methodName = ({ courseId, methodId }: EnrolmentRecord) =>
    methodsByCourse.get(courseId)?.find(({ id }) => id === methodId)?.method ?? ''

  const world: CourseWorld = {
    ...catalogue,
    methodsOf: (courseId) => methodsByCourse.get(courseId) ?? [],
    methodOf(courseId, method) {
      const ofKind = world.methodsOf(courseId).filter((one) => one.method === method)
      return ofKind.find((one) => one.enabled) ?? ofKind[0] ?? null
    },
    enrolments: (who) => [...presence(who).enrolments.values()],
    roles: (who) => presence(who).roles,
    enrolmentAfter(who, method, how) {
      const before = presence(who).enrolments.get(method.id)
      return {
        methodId: method.id,
        courseId: who.courseId,
        userId: who.userId,
        active: how.active ?? true,
        startsAt:
          how.startsAt !== undefined ? how.startsAt : before === undefined ? how.now : before.startsAt,
        endsAt: how.endsAt !== undefined ? how.endsAt : (before?.endsAt ?? null),
      }
    },
    enrol(who, method, how) {
      const before = presence(who).enrolments.get(method.id)
      const component = `enrol_${method.method}`
      const done = together(
        set(who, before, world.enrolmentAfter(who, method, how)),
        how.onlyRole
          ? dropRoles(
              who,
              (role) =>
                role.component === component && role.itemId === method.id && role.roleId !== how.roleId,
            )
          : nothing,
        how.roleId === null ? nothing : addRole(who, how.roleId, component, method.id),
      )
      return { ...done, isNew: before === undefined }
    },
    unenrol(who, method) {
      const it = presence(who)
      const before = it.enrolments.get(method.id)
      if (before === undefined) return nothing
      it.enrolments.delete(method.id)
      const last = it.enrolments.size === 0
      const component = `enrol_${method.method}`
      return together(
        step(
          { kind: 'unenrol', methodId: method.id, courseId: who.courseId, userId: who.userId },
          removed('enrolment', who, method.method),
        ),
        dropRoles(who, (role) =>
          last
            ? role.component.startsWith('enrol_')
            : role.component === component && role.itemId === method.id,
        ),
        last ? together(...world.groupsOf(who).map((group) => leaveGroup(who, group))) : nothing,
      )
    },
    setActive(who, method, active) {
      const before = presence(who).enrolments.get(method.id)
      return before === undefined ? nothing : set(who, before, { ...before, active })
    },
    assignRole(who, roleId) {
      return presence(who).roles.some((role) => role.roleId === roleId && isDirect(role))
        ? nothing
        : addRole(who, roleId, '', 0)
    },
    removeRoles(who, roles, except) {
      const concerned = (role: CourseRoleRecord) =>
        (roles === 'all' || role.roleId === roles) && role.roleId !== except
      const done = dropRoles(who, (role) => concerned(role) && isDirect(role))
      return { ...done, keptDerived: presence(who).roles.some(concerned) }
    },

    membership: (who, groupId) => presence(who).groups.get(groupId) ?? null,
    groupsOf: (who) =>
      [...presence(who).groups.keys()].flatMap((id) => catalogue.groupWithId(who.courseId, id) ?? []),
    join(who, group) {
      const it = presence(who)
      if (it.groups.has(group.id)) return nothing
      it.groups.set(group.id, toolComponent)
      const { courseId, userId } = who
      return step(
        { kind: 'join-group', groupId: group.id, courseId, userId, component: toolComponent },
        created('group member', who, group.name),
      )
    },
    leave(who, group, protectManual) {
      const component = presence(who).groups.get(group.id)
      if (component === undefined || component.startsWith('enrol_')) return nothing
      return protectManual && component !== toolComponent ? nothing : leaveGroup(who, group)
    },
    leaveAll(who, { protectManual, except }) {
      return together(
        ...world
          .groupsOf(who)
          .filter((group) => !except?.has(group.id))
          .map((group) => world.leave(who, group, protectManual)),
      )
    },
  }
  return world
}

/** A cohort's members, or another course's participants, are in by it: nobody else, and nobody by hand. */
export function isDerived(method: MethodRecord): boolean {
  return method.cohortId !== null || method.linkedCourseId !== null
}

function sameEnrolment(one: EnrolmentRecord, other: EnrolmentRecord): boolean {
  return one.active === other.active && one.startsAt === other.startsAt && one.endsAt === other.endsAt
}

function created(entity: string, who: Participant, after: string) {
  return { entity, key: who.key, field: null, before: null, after }
}

function removed(entity: string, who: Participant, before: string) {
  return { entity, key: who.key, field: null, before, after: null }
}
