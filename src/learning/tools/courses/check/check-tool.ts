import type { Checked, NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import { courseFinder } from '../../../identity/finders.ts'
import { coursesCheckIdentifier } from '../../../settings/courses.ts'
import type { MakeTool } from '../../tool-place.ts'
import { courseFound, courseMissing } from './messages.ts'

export interface CheckCourse {
  readonly identifier: string
  /** Free words of the sender, repeated in the answer. */
  readonly description: string
}

/**
 * Tells for each identifier whether the course exists; writes nothing (learning.md 1.5). A missing course is a rejected
 * line, so that the run says so and the retry file lists what is missing.
 */
export const makeCoursesCheckTool: MakeTool = async (place) => {
  const identity = await place.settings.get(coursesCheckIdentifier)
  return {
    operation: 'courses.check',
    columns: null,
    positions: [identity, 'description'],
    check: (row): Checked<CheckCourse> => ({
      ok: true,
      command: { identifier: row.text(identity), description: row.text('description') },
      warnings: [],
    }),
    async plan(commands: readonly NumberedCommand<CheckCourse>[], read) {
      const find = await courseFinder(
        read,
        identity,
        commands.map(({ command }) => command.identifier),
      )
      return commands.map(({ line, command }) => {
        const found = find(command.identifier)
        return {
          line,
          outcome: found.ok ? 'unchanged' : 'rejected',
          messages: [
            found.ok
              ? courseFound(found.it)
              : courseMissing(found.fault, command.identifier, command.description),
          ],
          changes: [],
          operations: [],
        }
      })
    },
  }
}
