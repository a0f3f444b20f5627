import type { CommandTool } from '../../../exchange/command-file/command-tool.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { Id } from '../../driver/records.ts'
import { enrolCleanup } from '../../settings/common.ts'
import { emptyGroups, type SavedEmptyGroups } from '../../world/empty-groups.ts'
import { touchedCohorts } from '../../world/touched-cohorts.ts'
import type { MakeTool } from '../tool-place.ts'
import { checkUser } from './check-user.ts'
import { coursesFollow } from './messages.ts'
import { planUsers } from './plan-users.ts'
import { userFileColumns } from './user-columns.ts'
import type { UserCommand } from './user-command.ts'
import { userOptions } from './user-options.ts'

interface Memory {
  readonly cohorts: unknown
  readonly enrolled: readonly Id[]
  readonly groups: SavedEmptyGroups
}

/** Accounts, their cohorts and their courses (learning.md 1.8). */
export const makeUsersTool: MakeTool = async (place) => {
  const options = await userOptions(place)
  const cleanup = await place.settings.get(enrolCleanup)
  const cohorts = touchedCohorts()
  const groups = emptyGroups()
  // Metacourses of the courses that somebody came into follow them.
  const enrolled = new Set<Id>()

  const tool: CommandTool<UserCommand, Operation, Reader> = {
    operation: 'users.sync',
    columns: userFileColumns,
    check: checkUser,
    plan: (commands, read) =>
      planUsers(commands, read, { options, now: place.now, simulate: place.simulate }),
    remember(verdicts) {
      const operations = verdicts.flatMap((verdict) => verdict.operations)
      cohorts.note(operations, [])
      for (const operation of operations)
        if (operation.kind === 'enrol' || operation.kind === 'assign-role') enrolled.add(operation.courseId)
      groups.note(verdicts)
    },
    async conclude(read, apply, lines) {
      const bound = await cohorts.courseIds(read)
      const courseIds = [...new Set([...bound, ...enrolled])].sort((one, other) => one - other)
      // Which groups are empty is known only once the courses have followed their cohorts.
      if (courseIds.length > 0) await apply([{ kind: 'sync-derived-enrolments', courseIds }])
      const left = lines.rejected + lines.partial > 0
      const cleaned = await groups.conclude(read, cleanup ? 'groups' : 'none', left)
      return {
        ...cleaned,
        messages: [...(bound.length === 0 ? [] : [coursesFollow(bound.length)]), ...cleaned.messages],
      }
    },
    memory: {
      save: (): Memory => ({ cohorts: cohorts.save(), enrolled: [...enrolled], groups: groups.save() }),
      restore(saved) {
        const before = saved as Memory
        cohorts.restore(before.cohorts)
        for (const id of before.enrolled) enrolled.add(id)
        groups.restore(before.groups)
      },
    },
    destroys: (command) => command.deleted,
    mayDestroy: (row) => row.text('deleted') !== '',
  }
  return tool
}
