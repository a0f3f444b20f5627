import type { NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { CourseIdentity } from '../../../driver/reader.ts'
import type { Id } from '../../../driver/records.ts'
import type { ResetAsked } from '../../../driver/reset-count.ts'
import { courseFinder } from '../../../identity/finders.ts'
import { coursesResetIdentifier } from '../../../settings/courses.ts'
import type { MakeTool } from '../../tool-place.ts'
import { checkReset, type ResetCourse } from './check-reset.ts'
import { decideResets, type ResetsBefore, verdictsOfResets } from './plan-resets.ts'
import { mandatoryResetColumns, moduleColumns, optionalYesNoColumns } from './reset-columns.ts'

/** Clears participants' data from courses (learning.md 1.6). The identifier's column is named after the setting. */
export const makeCoursesResetTool: MakeTool = async (place) => {
  const identity = await place.settings.get(coursesResetIdentifier)
  // What earlier chunks of the file have reset, and how.
  const before: ResetsBefore = new Map()
  let decidedByLine = new Map<number, ResetAsked>()
  return {
    operation: 'courses.reset',
    columns: {
      mandatory: [identity, ...mandatoryResetColumns],
      // The generator writes a shortname besides the identifier; other names of the course are for the reader's eye.
      optional: [...optionalYesNoColumns, ...Object.keys(moduleColumns), ...otherIdentities(identity)],
      // A module's option as its own form names it: reset_forum_all.
      recognise: (name) => {
        const option = name.startsWith('reset_') ? name.slice('reset_'.length) : ''
        return Object.hasOwn(moduleColumns, option) ? option : null
      },
    },
    check: (row) => checkReset(row, identity),
    async plan(commands: readonly NumberedCommand<ResetCourse>[], read) {
      const find = await courseFinder(
        read,
        identity,
        commands.map(({ command }) => command.identifier),
      )
      const decided = decideResets(commands, (value) => find(value, identity), await read.roles(), before)
      const asked = decided.flatMap(({ asked }) => (asked === null ? [] : [asked]))
      decidedByLine = new Map(decided.flatMap(({ line, asked }) => (asked === null ? [] : [[line, asked]])))
      return verdictsOfResets(decided, await read.resetCounts(asked))
    },
    remember(verdicts) {
      for (const { line, outcome } of verdicts) {
        const asked = decidedByLine.get(line)
        if (outcome !== 'rejected' && asked !== undefined)
          before.set(asked.courseId, JSON.stringify(asked.plan))
      }
    },
    memory: {
      save: () => [...before],
      restore(saved) {
        for (const [course, plan] of saved as [Id, string][]) before.set(course, plan)
      },
    },
    destroys: () => true,
  }
}

function otherIdentities(identity: CourseIdentity): CourseIdentity[] {
  return (['id', 'idnumber', 'shortname'] as const).filter((one) => one !== identity)
}
