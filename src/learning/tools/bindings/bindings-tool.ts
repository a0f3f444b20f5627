import type { CommandTool } from '../../../exchange/command-file/command-tool.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { Id } from '../../driver/records.ts'
import {
  cohortCourseIdentifier,
  cohortIdentifier,
  cohortMethods,
  cohortRoleIdentifier,
} from '../../settings/cohorts.ts'
import { coursesFollow } from '../cohorts/messages.ts'
import type { MakeTool } from '../tool-place.ts'
import type { BindingCommand } from './binding-command.ts'
import { checkBinding } from './check-binding.ts'
import { planBindings } from './plan-bindings.ts'

/** Cohorts bound to courses (learning.md 1.13). */
export const makeBindingsTool: MakeTool = async ({ settings, now, timeZone }) => {
  const rules = {
    cohortBy: await settings.get(cohortIdentifier),
    courseBy: await settings.get(cohortCourseIdentifier),
    roleBy: await settings.get(cohortRoleIdentifier),
    now,
  }
  const methods = await settings.get(cohortMethods)
  // Courses whose participants are brought in line once the file is done.
  const touched = new Set<Id>()
  let touchedByLine = new Map<number, Id>()

  const tool: CommandTool<BindingCommand, Operation, Reader> = {
    operation: 'cohorts.bind',
    columns: {
      mandatory: ['cohort', 'course'],
      optional: ['cmd', 'role', 'enrol', 'enrolstart', 'enrolend', 'makegroup'],
    },
    check: (row) => checkBinding(row, { methods, timeZone }),
    async plan(commands, read) {
      const planned = await planBindings(commands, read, rules)
      touchedByLine = new Map(
        planned.flatMap(({ verdict, touched }) => (touched === null ? [] : [[verdict.line, touched]])),
      )
      return planned.map(({ verdict }) => verdict)
    },
    remember(verdicts) {
      for (const { line } of verdicts) {
        const course = touchedByLine.get(line)
        if (course !== undefined) touched.add(course)
      }
    },
    async conclude() {
      const courseIds = [...touched]
      return {
        operations: courseIds.length === 0 ? [] : [{ kind: 'sync-derived-enrolments', courseIds }],
        changes: [],
        messages: courseIds.length === 0 ? [] : [coursesFollow(courseIds.length)],
      }
    },
    memory: {
      save: () => [...touched],
      restore(saved) {
        touched.clear()
        for (const id of saved as Id[]) touched.add(id)
      },
    },
    destroys: (command) => command.verb === 'fulldel',
  }
  return tool
}
