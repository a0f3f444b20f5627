import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { GroupRecord } from '../../driver/records.ts'
import type { CourseWorld, Participant } from '../../world/course-world.ts'
import { nothing, type Step, together } from '../../world/step.ts'
import type { EnrolmentCommand, GroupVerb } from './enrolment-command.ts'
import { manualMembershipKept, noRoleForGroups, unknownGroup, unknownGroupCommand } from './messages.ts'

/** What became of the groups of a line. */
export interface Placed {
  readonly step: Step
  readonly messages: readonly LineMessage[]
  /** Something was asked for that is not done: the line is for the retry file. */
  readonly incomplete: boolean
}

const nowhere: Placed = { step: nothing, messages: [], incomplete: false }

/** The group part of a line (`gcmd`, `g1` to `g9`), after its main part. */
export function placeInGroups(
  command: EnrolmentCommand,
  who: Participant,
  courseName: string,
  world: CourseWorld,
  protectGroups: boolean,
): Placed {
  const verb = command.groupVerb
  if (verb === null) return nowhere
  if (typeof verb === 'object')
    return { step: nothing, messages: [unknownGroupCommand(verb.unknown)], incomplete: true }
  // Who has left the course has left its groups: nothing remains to do.
  const goneAnyway = command.verb === 'del' && verb === 'gdel'
  if (world.roles(who).length === 0)
    return goneAnyway ? nowhere : { step: nothing, messages: [noRoleForGroups()], incomplete: true }
  return verb === 'gdel'
    ? leaveGroups(command, who, world, protectGroups)
    : joinGroups(command, verb, who, courseName, world, protectGroups)
}

function joinGroups(
  command: EnrolmentCommand,
  verb: Exclude<GroupVerb, 'gdel'>,
  who: Participant,
  courseName: string,
  world: CourseWorld,
  protectGroups: boolean,
): Placed {
  const creates = verb === 'gaddcreate' || verb === 'greplacecreate'
  const steps: Step[] = []
  const messages: LineMessage[] = []
  const groups: GroupRecord[] = []
  for (const { name, column } of command.groups) {
    const group = world.groupNamed(who.courseId, name)
    if (group !== null) groups.push(group)
    else if (creates) {
      const made = world.createGroup({ courseId: who.courseId, name }, `${courseName} / ${name}`)
      steps.push(made)
      groups.push(made.it)
    } else messages.push(unknownGroup(column, name, true))
  }
  // A replacement of which no group is known would only take the user's groups away (E09).
  const replaces = verb.startsWith('greplace') && (groups.length > 0 || command.groups.length === 0)
  if (replaces) {
    const except = new Set(groups.map(({ id }) => id))
    steps.push(world.leaveAll(who, { protectManual: protectGroups, except }))
  }
  for (const group of groups) steps.push(world.join(who, group))
  return { step: together(...steps), messages, incomplete: messages.length > 0 }
}

function leaveGroups(
  command: EnrolmentCommand,
  who: Participant,
  world: CourseWorld,
  protectGroups: boolean,
): Placed {
  const steps: Step[] = []
  const unknown: LineMessage[] = []
  const kept: LineMessage[] = []
  for (const { name, column } of command.groups) {
    const group = world.groupNamed(who.courseId, name)
    if (group === null) {
      unknown.push(unknownGroup(column, name, false))
      continue
    }
    steps.push(world.leave(who, group, protectGroups))
    if (world.membership(who, group.id) !== null) kept.push(manualMembershipKept(name))
  }
  return { step: together(...steps), messages: [...unknown, ...kept], incomplete: unknown.length > 0 }
}
