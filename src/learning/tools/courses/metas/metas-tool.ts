import type { Checked, NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../../exchange/command-file/row.ts'
import type { Id } from '../../../driver/records.ts'
import { courseFinder } from '../../../identity/finders.ts'
import { coursesMetasIdentifier } from '../../../settings/courses.ts'
import type { MakeTool } from '../../tool-place.ts'
import { unknownCommand } from './messages.ts'
import { planMetas } from './plan-metas.ts'

export interface LinkCourses {
  readonly cmd: 'add' | 'del'
  /** The course whose participants are inherited. */
  readonly master: string
  /** The course that inherits them. */
  readonly meta: string
}

/** Links that let a course inherit the participants of others (learning.md 1.7). */
export const makeCoursesMetasTool: MakeTool = async (place) => {
  const identity = await place.settings.get(coursesMetasIdentifier)
  // Courses whose participants are to be brought in line once the file is done.
  const touched = new Set<Id>()
  let touchedByLine = new Map<number, Id>()
  return {
    operation: 'courses.metas',
    columns: { mandatory: ['master', 'meta'], optional: ['cmd'] },
    check: checkLink,
    async plan(commands: readonly NumberedCommand<LinkCourses>[], read) {
      const find = await courseFinder(
        read,
        identity,
        commands.flatMap(({ command }) => [command.master, command.meta]),
      )
      const metas = commands
        .map(({ command }) => find(command.meta))
        .flatMap((one) => (one.ok ? [one.it.id] : []))
      const methods = await read.methods([...new Set(metas)])
      const planned = planMetas(commands, find, methods, place.now)
      touchedByLine = new Map(
        planned.flatMap(({ verdict, touched }) => (touched === null ? [] : [[verdict.line, touched]])),
      )
      return planned.map(({ verdict }) => verdict)
    },
    remember(verdicts) {
      for (const { line, outcome } of verdicts) {
        const course = touchedByLine.get(line)
        if (outcome !== 'rejected' && course !== undefined) touched.add(course)
      }
    },
    async conclude() {
      return {
        operations: touched.size === 0 ? [] : [{ kind: 'sync-derived-enrolments', courseIds: [...touched] }],
        changes: [],
        messages: [],
      }
    },
    memory: {
      save: () => [...touched],
      restore(saved) {
        for (const id of saved as Id[]) touched.add(id)
      },
    },
  }
}

/** Pure. An empty `cmd` is `add`. */
export function checkLink(row: Row): Checked<LinkCourses> {
  const cmd = row.text('cmd').toLowerCase() || 'add'
  if (cmd !== 'add' && cmd !== 'del') return { ok: false, faults: [unknownCommand(row.text('cmd'))] }
  return { ok: true, command: { cmd, master: row.text('master'), meta: row.text('meta') }, warnings: [] }
}
