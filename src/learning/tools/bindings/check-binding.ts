import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import { readFileDate } from '../file-date.ts'
import type { BindingCommand } from './binding-command.ts'
import { anyRoleOfNew, endBeforeStart, notCohortMethod, unknownVerb, yesOrNo } from './messages.ts'

const verbs: readonly string[] = ['add', 'del', 'restore', 'fulldel'] satisfies BindingCommand['verb'][]

const flags: Readonly<Record<string, boolean | undefined>> = {
  '': undefined,
  1: true,
  yes: true,
  0: false,
  no: false,
}

/** A line as a command, or all that is wrong with it. `methods`: the enrolment methods that cohorts feed. */
export function checkBinding(
  row: Row,
  { methods, timeZone }: { readonly methods: readonly string[]; readonly timeZone: string },
): Checked<BindingCommand> {
  const faults: LineMessage[] = []
  const verb = row.text('cmd').toLowerCase() || 'add'
  if (!verbs.includes(verb)) faults.push(unknownVerb(row.text('cmd')))
  const role = row.text('role')
  if (role === '*' && verb === 'add') faults.push(anyRoleOfNew())
  const method = row.text('enrol') || 'cohort'
  if (!methods.includes(method)) faults.push(notCohortMethod(method, methods))
  const flag = row.text('makegroup').toLowerCase()
  if (!(flag in flags)) faults.push(yesOrNo('makegroup', row.text('makegroup')))
  const start = readFileDate(row.text('enrolstart'), timeZone, 'enrolstart')
  const end = readFileDate(row.text('enrolend'), timeZone, 'enrolend')
  for (const date of [start, end]) if (!date.ok) faults.push(date.fault)
  if (start.ok && end.ok && start.at && end.at && end.at <= start.at) faults.push(endBeforeStart())
  if (faults.length > 0 || !start.ok || !end.ok) return { ok: false, faults }
  return {
    ok: true,
    warnings: [],
    command: {
      verb: verb as BindingCommand['verb'],
      cohort: row.text('cohort'),
      course: row.text('course'),
      role,
      method,
      startsAt: start.at,
      endsAt: end.at,
      makeGroup: flags[flag],
    },
  }
}
