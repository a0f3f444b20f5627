import type { Checked, NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { Verdict } from '../../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../../driver/operation.ts'
import type { CourseKey } from '../../../driver/records.ts'
import { courseFinder } from '../../../identity/finders.ts'
import type { Found } from '../../../identity/found.ts'
import { coursesDeleteIdentifier } from '../../../settings/courses.ts'
import type { MakeTool } from '../../tool-place.ts'
import { siteCourse } from '../messages.ts'

export interface DeleteCourse {
  readonly identifier: string
}

/** Deletes courses with their content, one identifier a line, without header (learning.md 1.4). */
export const makeCoursesDeleteTool: MakeTool = async (place) => {
  const identity = await place.settings.get(coursesDeleteIdentifier)
  // What earlier chunks of the file have deleted: a line that comes twice is no unknown course.
  const deleted = new Set<string>()
  return {
    operation: 'courses.delete',
    columns: null,
    positions: [identity],
    check: (row): Checked<DeleteCourse> => ({
      ok: true,
      command: { identifier: row.text(identity) },
      warnings: [],
    }),
    async plan(commands: readonly NumberedCommand<DeleteCourse>[], read) {
      const find = await courseFinder(
        read,
        identity,
        commands.map(({ command }) => command.identifier),
      )
      return planDeletions(commands, find, deleted)
    },
    remember(verdicts, commands: readonly NumberedCommand<DeleteCourse>[]) {
      const identifiers = new Map(commands.map(({ line, command }) => [line, command.identifier]))
      for (const { line, outcome } of verdicts) if (outcome === 'deleted') deleted.add(identifiers.get(line)!)
    },
    memory: {
      save: () => [...deleted],
      restore(saved) {
        for (const identifier of saved as string[]) deleted.add(identifier)
      },
    },
    destroys: () => true,
  }
}

/** Pure: `deletedBefore` holds the identifiers that earlier chunks have deleted. */
export function planDeletions(
  commands: readonly NumberedCommand<DeleteCourse>[],
  find: (identifier: string) => Found<CourseKey>,
  deletedBefore: ReadonlySet<string>,
): Verdict<Operation>[] {
  const deletedHere = new Set<string>()
  return commands.map(({ line, command: { identifier } }) => {
    if (deletedHere.has(identifier) || deletedBefore.has(identifier)) return twice(line, identifier)
    const found = find(identifier)
    if (!found.ok) return rejected(line, found.fault)
    if (found.it.isSite) return rejected(line, siteCourse(found.it))
    deletedHere.add(identifier)
    return {
      line,
      outcome: 'deleted',
      messages: [],
      changes: [
        {
          entity: 'course',
          key: found.it.shortname,
          field: null,
          before: found.it.fullname,
          after: null,
        },
      ],
      operations: [{ kind: 'delete-course', id: found.it.id }],
    }
  })
}

function rejected(line: number, fault: Verdict<Operation>['messages'][number]): Verdict<Operation> {
  return { line, outcome: 'rejected', messages: [fault], changes: [], operations: [] }
}

function twice(line: number, identifier: string): Verdict<Operation> {
  return {
    line,
    outcome: 'unchanged',
    messages: [
      {
        severity: 'warning',
        code: 'ALREADY_DELETED',
        text: {
          fr: `Le cours « ${identifier} » est déjà supprimé par une ligne précédente de ce fichier`,
          en: `An earlier line of this file has deleted the course "${identifier}" already`,
        },
      },
    ],
    changes: [],
    operations: [],
  }
}
