import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { GroupCommand } from './group-command.ts'
import { emptyName, tooLong, unknownType, wrongFlag } from './messages.ts'

const longest = { group: 254, grouping: 255, idnumber: 100 }

/** Reads one line; pure. */
export function checkGroup(row: Row): Checked<GroupCommand> {
  const faults: LineMessage[] = []
  const type = row.text('type').toLowerCase() || 'group'
  const known = type === 'group' || type === 'grouping' ? type : null
  if (known === null) faults.push(unknownType(row.text('type')))
  const name = row.text('name')
  if (name === '') faults.push(emptyName())
  const nameLimit = longest[known ?? 'group']
  if (name.length > nameLimit) faults.push(tooLong('name', nameLimit))
  const idnumber = row.text('idnumber')
  if (idnumber.length > longest.idnumber) faults.push(tooLong('idnumber', longest.idnumber))
  const flag = row.value('selfgrouping')
  if (flag !== undefined && !['', '0', '1'].includes(flag)) faults.push(wrongFlag('selfgrouping', flag))
  if (known === null || faults.length > 0) return { ok: false, faults }
  return {
    ok: true,
    command: {
      type: known,
      course: row.text('courseid'),
      name,
      idnumber,
      description: row.text('description'),
      updateId: row.value('updateid') ?? null,
      selfGrouping: flag === undefined ? null : flag === '1',
      grouping: row.text('grouping'),
    },
    warnings: [],
  }
}
