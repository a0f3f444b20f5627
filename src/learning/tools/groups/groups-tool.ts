import type { CommandTool } from '../../../exchange/command-file/command-tool.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { CourseKey } from '../../driver/records.ts'
import {
  autogrouping,
  groupIdentifier,
  groupingIdentifier,
  groupsCourseIdentifier,
  groupsMailAdmins,
} from '../../settings/groups.ts'
import { provisionalIds } from '../../world/provisional-ids.ts'
import { courseSummaries, type SummaryWords } from '../course-summaries.ts'
import type { MakeTool } from '../tool-place.ts'
import { checkGroup } from './check-group.ts'
import type { GroupCommand } from './group-command.ts'
import { planGroups } from './plan-groups.ts'

const letterWords: SummaryWords = {
  operation: 'groups.sync',
  subject: (shortname) => `Groupes du cours ${shortname}`,
  lines: {
    created: 'groupes et groupements créés',
    updated: 'groupes et groupements modifiés',
    deleted: 'groupes et groupements supprimés',
  },
}

/** Groups and groupings of courses (learning.md 1.14). */
export const makeGroupsTool: MakeTool = async ({ settings, now, simulate }) => {
  const rules = {
    courseBy: await settings.get(groupsCourseIdentifier),
    groupBy: await settings.get(groupIdentifier),
    groupingBy: await settings.get(groupingIdentifier),
    autogrouping: await settings.get(autogrouping),
    newId: provisionalIds(),
  }
  const writesLetters = (await settings.get(groupsMailAdmins)) && !simulate
  const summaries = courseSummaries()
  /** Courses that the file names, by how it names them. */
  const courses = new Map<string, CourseKey>()

  const tool: CommandTool<GroupCommand, Operation, Reader> = {
    operation: 'groups.sync',
    columns: {
      mandatory: ['courseid', 'name'],
      optional: ['type', 'idnumber', 'description', 'updateid', 'selfgrouping', 'grouping'],
    },
    check: checkGroup,
    async plan(commands, read) {
      const planned = await planGroups(commands, read, rules)
      for (const [name, course] of planned.courses) courses.set(name, course)
      return planned.verdicts
    },
    remember(verdicts, commands) {
      verdicts.forEach(({ outcome }, index) => {
        const course = courses.get(commands[index]!.command.course)
        if (course !== undefined) summaries.note(course, outcome)
      })
    },
    async conclude(read) {
      const mails = writesLetters ? await summaries.letters(read, letterWords, now) : []
      return { operations: [], changes: [], messages: [], mails }
    },
    memory: {
      save: () => summaries.save(),
      restore: (saved) => summaries.restore(saved as readonly unknown[]),
    },
  }
  return tool
}
