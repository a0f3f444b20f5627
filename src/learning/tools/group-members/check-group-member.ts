import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import { type GroupMemberCommand, groupMemberVerbs } from './group-member-command.ts'
import { unknownCommand } from './messages.ts'

/** Reads one line; pure. */
export function checkGroupMember(row: Row): Checked<GroupMemberCommand> {
  const verb = row.text('cmd').toLowerCase() || 'add'
  const known = groupMemberVerbs.find((one) => one === verb)
  if (known === undefined) return { ok: false, faults: [unknownCommand(row.text('cmd'))] }
  return {
    ok: true,
    command: {
      verb: known,
      course: row.text('courseid'),
      group: row.text('groupid'),
      user: row.text('userid'),
    },
    warnings: [],
  }
}
