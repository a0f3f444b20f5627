import type { NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { Change, LineMessage, Verdict } from '../../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../../driver/operation.ts'
import type { CourseKey, Id, RoleRecord } from '../../../driver/records.ts'
import type { ResetAsked, ResetCount } from '../../../driver/reset-count.ts'
import type { ResetPlan } from '../../../driver/reset-plan.ts'
import type { Found } from '../../../identity/found.ts'
import { siteCourse } from '../messages.ts'
import type { ResetCourse } from './check-reset.ts'
import { otherResetBefore, sameResetTwice, unknownRole } from './messages.ts'

/** Courses that lines before have reset, and with what plan (as JSON). */
export type ResetsBefore = Map<Id, string>

export interface DecidedReset {
  readonly line: number
  readonly course: CourseKey | null
  /** What to clear; null: nothing, as `outcome` and `messages` say. */
  readonly asked: ResetAsked | null
  readonly outcome: 'rejected' | 'unchanged' | null
  readonly messages: readonly LineMessage[]
}

/**
 * Pure: which course each line resets, and how. A course is reset once a file: the same asked again is unchanged, another
 * way of resetting it is refused, so that what a line is said to clear is what it finds.
 */
export function decideResets(
  commands: readonly NumberedCommand<ResetCourse>[],
  find: (identifier: string) => Found<CourseKey>,
  roles: readonly RoleRecord[],
  resetsBefore: ReadonlyMap<Id, string>,
): DecidedReset[] {
  const roleIds = new Map(roles.map(({ shortname, id }) => [shortname, id]))
  const here = new Map(resetsBefore)
  return commands.map(({ line, command }) => {
    const refused = (message: LineMessage) =>
      ({ line, course: null, asked: null, outcome: 'rejected', messages: [message] }) as const
    const found = find(command.identifier)
    if (!found.ok) return refused(found.fault)
    const course = found.it
    if (course.isSite) return refused(siteCourse(course))
    const { unenrolRoles, messages } = resolveRoles(command.unenrolRoles, roleIds)
    const plan: ResetPlan = { ...command.plan, unenrolRoles }
    const earlier = here.get(course.id)
    if (earlier === JSON.stringify(plan))
      return { line, course, asked: null, outcome: 'unchanged', messages: [sameResetTwice(course.shortname)] }
    if (earlier !== undefined) return refused(otherResetBefore(course.shortname))
    here.set(course.id, JSON.stringify(plan))
    return { line, course, asked: { courseId: course.id, plan }, outcome: null, messages }
  })
}

/** Pure: what each line comes to, given what its reset would clear. */
export function verdictsOfResets(
  decided: readonly DecidedReset[],
  counts: readonly ResetCount[],
): Verdict<Operation>[] {
  const countOf = new Map(counts.map((count) => [count.courseId, count]))
  return decided.map(({ line, course, asked, outcome, messages }) => {
    const count = asked === null ? undefined : countOf.get(asked.courseId)
    const changes = course === null || count === undefined ? [] : changesOf(course.shortname, count)
    if (outcome !== null || asked === null || changes.length === 0)
      return { line, outcome: outcome ?? 'unchanged', messages, changes: [], operations: [] }
    return {
      line,
      outcome: 'updated',
      messages,
      changes,
      operations: [{ kind: 'reset-course', courseId: asked.courseId, plan: asked.plan }],
    }
  })
}

function resolveRoles(
  asked: readonly string[] | 'all',
  roleIds: ReadonlyMap<string, Id>,
): { unenrolRoles: readonly Id[] | 'all'; messages: readonly LineMessage[] } {
  if (asked === 'all') return { unenrolRoles: 'all', messages: [] }
  const known = asked.flatMap((name) => roleIds.get(name) ?? [])
  const unknown = asked.filter((name) => !roleIds.has(name))
  return { unenrolRoles: known.sort((a, b) => a - b), messages: unknown.map(unknownRole) }
}

/** How many of each there were, and that none is left. */
function changesOf(key: string, count: ResetCount): Change[] {
  const cleared: [field: string, before: number][] = [
    ...count.data.map(({ kind, count }): [string, number] => [kind, count]),
    ['unenrolled', count.unenrolled],
    ['local role', count.localRoles],
    ['group', count.groups],
    ['group member', count.memberships],
    ['grouping', count.groupings],
    ['group of grouping', count.groupsOfGroupings],
  ]
  return cleared
    .filter(([, before]) => before > 0)
    .map(([field, before]) => ({ entity: 'course', key, field, before, after: 0 }))
}
