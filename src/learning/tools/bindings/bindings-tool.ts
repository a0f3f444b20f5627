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
import { enrolCleanup } from '../../settings/common.ts'
import { emptyGroups, type SavedEmptyGroups } from '../../world/empty-groups.ts'
import { coursesFollow } from '../cohorts/messages.ts'
import { fileInstants } from '../file-instant.ts'
import type { MakeTool } from '../tool-place.ts'
import type { BindingCommand } from './binding-command.ts'
import { checkBinding } from './check-binding.ts'
import { planBindings } from './plan-bindings.ts'

interface Saved {
  readonly touched: readonly Id[]
  readonly groups: SavedEmptyGroups
}

/** Cohorts bound to courses (learning.md 1.13). */
export const makeBindingsTool: MakeTool = async ({ settings, now, timeZone }) => {
  const rules = {
    cohortBy: await settings.get(cohortIdentifier),
    courseBy: await settings.get(cohortCourseIdentifier),
    roleBy: await settings.get(cohortRoleIdentifier),
    now,
  }
  const format = { methods: await settings.get(cohortMethods), instant: fileInstants(timeZone) }
  // Courses whose participants are brought in line once the file is done.
  const touched = new Set<Id>()
  let touchedByLine = new Map<number, Id>()

  const cleanup = await settings.get(enrolCleanup)
  const groups = emptyGroups()

  const tool: CommandTool<BindingCommand, Operation, Reader> = {
    operation: 'cohorts.bind',
    columns: {
      mandatory: ['cohort', 'course'],
      optional: ['cmd', 'role', 'enrol', 'enrolstart', 'enrolend', 'makegroup'],
    },
    check: (row) => checkBinding(row, format),
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
      groups.note(verdicts)
      groups.noteCourses(touched)
    },
    async conclude(read, apply, lines) {
      const courseIds = [...touched]
      if (courseIds.length === 0) return { operations: [], changes: [], messages: [] }
      // Groups are empty, or not, once members are where bindings put them.
      await apply([{ kind: 'sync-derived-enrolments', courseIds }])
      const cleaned = await groups.conclude(read, cleanup ? 'groups' : 'none', lines.rejected > 0)
      return { ...cleaned, messages: [coursesFollow(courseIds.length), ...cleaned.messages] }
    },
    memory: {
      save: (): Saved => ({ touched: [...touched], groups: groups.save() }),
      restore(saved) {
        const before = saved as Saved
        touched.clear()
        for (const id of before.touched) touched.add(id)
        groups.restore(before.groups)
      },
    },
    destroys: (command) => command.verb === 'fulldel',
  }
  return tool
}
