import type { CommandTool } from '../../../exchange/command-file/command-tool.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { CourseKey } from '../../driver/records.ts'
import { enrolCleanup } from '../../settings/common.ts'
import {
  groupIdentifier,
  groupsCourseIdentifier,
  groupsMailAdmins,
  groupsUserIdentifier,
  purgeEmptyGroups,
} from '../../settings/groups.ts'
import { type EmptyGroupsLevel, emptyGroups, type SavedEmptyGroups } from '../../world/empty-groups.ts'
import { provisionalIds } from '../../world/provisional-ids.ts'
import { courseSummaries, type SummaryWords } from '../course-summaries.ts'
import type { MakeTool } from '../tool-place.ts'
import { checkGroupMember } from './check-group-member.ts'
import type { GroupMemberCommand } from './group-member-command.ts'
import { planGroupMembers } from './plan-group-members.ts'

const levels: Readonly<Record<'0' | '1' | '2', EmptyGroupsLevel>> = {
  0: 'none',
  1: 'groups',
  2: 'groups and groupings',
}

const letterWords: SummaryWords = {
  operation: 'groups.members',
  subject: (shortname) => `Membres des groupes du cours ${shortname}`,
  lines: {
    created: 'membres ajoutés à des groupes',
    updated: 'membres passés à un autre groupe',
    deleted: 'membres retirés de groupes',
  },
}

/** Members of groups (learning.md 1.15). */
export const makeGroupMembersTool: MakeTool = async ({ settings, now, simulate }) => {
  const rules = {
    courseBy: await settings.get(groupsCourseIdentifier),
    userBy: await settings.get(groupsUserIdentifier),
    groupBy: await settings.get(groupIdentifier),
    newId: provisionalIds(),
  }
  const asked = levels[await settings.get(purgeEmptyGroups)]
  const level = asked === 'none' && (await settings.get(enrolCleanup)) ? 'groups' : asked
  const writesLetters = (await settings.get(groupsMailAdmins)) && !simulate
  const empty = emptyGroups()
  const summaries = courseSummaries()
  /** Courses that the file names, by how it names them. */
  const courses = new Map<string, CourseKey>()

  const tool: CommandTool<GroupMemberCommand, Operation, Reader> = {
    operation: 'groups.members',
    columns: {
      mandatory: ['courseid', 'groupid', 'userid'],
      optional: ['cmd'],
      aliases: { gcmd: 'cmd' },
    },
    check: checkGroupMember,
    async plan(commands, read) {
      const planned = await planGroupMembers(commands, read, rules)
      for (const [name, course] of planned.courses) courses.set(name, course)
      return planned.verdicts
    },
    remember(verdicts, commands) {
      empty.note(verdicts)
      verdicts.forEach(({ outcome }, index) => {
        const course = courses.get(commands[index]!.command.course)
        if (outcome === 'rejected' || course === undefined) return
        empty.noteCourses([course.id])
        summaries.note(course, outcome)
      })
    },
    async conclude(read, _, lines) {
      const conclusion = await empty.conclude(read, level, lines.rejected > 0)
      return writesLetters
        ? { ...conclusion, mails: await summaries.letters(read, letterWords, now) }
        : conclusion
    },
    memory: {
      save: () => ({ empty: empty.save(), summaries: summaries.save() }),
      restore(saved) {
        const memory = saved as { empty: SavedEmptyGroups; summaries: readonly unknown[] }
        empty.restore(memory.empty)
        summaries.restore(memory.summaries)
      },
    },
  }
  return tool
}
