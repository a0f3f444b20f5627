import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { FileInstant } from '../file-instant.ts'
import {
  type EnrolmentCommand,
  type EnrolmentVerb,
  enrolmentVerbs,
  type GroupVerb,
  groupColumns,
  groupVerbs,
  type NamedGroup,
} from './enrolment-command.ts'
import { endBeforeStart, groupsWithoutCommand, tooLong, unknownCommand, wrongDate } from './messages.ts'

const longestGroupName = 254

/** Reads one line; pure. */
export function checkEnrolment(
  row: Row,
  defaultVerb: EnrolmentVerb,
  instant: (text: string) => FileInstant,
): Checked<EnrolmentCommand> {
  const faults: LineMessage[] = []
  const verb = verbOf(row.text('cmd'), defaultVerb)
  if (verb === null) faults.push(unknownCommand(row.text('cmd')))

  const date = (column: string): number | null | undefined => {
    const text = row.text(column)
    if (text === '') return undefined
    const read = instant(text)
    if (read.ok) return read.at
    faults.push(wrongDate(column, text))
    return undefined
  }
  const [startsAt, endsAt] = [date('starttime'), date('endtime')]
  if (startsAt != null && endsAt != null && endsAt < startsAt) faults.push(endBeforeStart())

  const groups: NamedGroup[] = []
  for (const column of groupColumns) {
    const name = row.text(column)
    if (name.length > longestGroupName) faults.push(tooLong(column, longestGroupName))
    if (name !== '' && !groups.some((one) => one.name === name)) groups.push({ name, column })
  }
  const groupVerb = groupVerbOf(row.text('gcmd'))
  if (faults.length > 0 || verb === null) return { ok: false, faults }

  const method = row.value('enrol')
  const ofOneEnrolment = verb === 'enable' || verb === 'disable'
  return {
    ok: true,
    command: {
      verb,
      course: row.text('cid'),
      user: row.text('uid'),
      role: row.text('rolename'),
      method: method === undefined || (method === '' && ofOneEnrolment) ? null : method || 'manual',
      ...(startsAt === undefined ? {} : { startsAt }),
      ...(endsAt === undefined ? {} : { endsAt }),
      groupVerb,
      groups,
    },
    warnings: groupVerb === null && groups.length > 0 ? [groupsWithoutCommand()] : [],
  }
}

function verbOf(cell: string, defaultVerb: EnrolmentVerb): EnrolmentVerb | null {
  const verb = cell.toLowerCase()
  if (verb === '') return defaultVerb
  if (verb === 'delete') return 'del'
  return enrolmentVerbs.find((one) => one === verb) ?? null
}

function groupVerbOf(cell: string): GroupVerb | { unknown: string } | null {
  if (cell === '') return null
  return groupVerbs.find((one) => one === cell.toLowerCase()) ?? { unknown: cell }
}
