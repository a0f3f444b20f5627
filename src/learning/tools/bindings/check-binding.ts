import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { FileInstant } from '../file-instant.ts'
import type { BindingCommand } from './binding-command.ts'
import {
  anyRoleOfNew,
  endBeforeStart,
  invalidDate,
  notCohortMethod,
  unknownVerb,
  yesOrNo,
} from './messages.ts'

const verbs: readonly string[] = ['add', 'del', 'restore', 'fulldel'] satisfies BindingCommand['verb'][]

const flags: Readonly<Record<string, boolean | undefined>> = {
  '': undefined,
  1: true,
  yes: true,
  0: false,
  no: false,
}

export interface BindingFormat {
  /** The enrolment methods that cohorts feed. */
  readonly methods: readonly string[]
  readonly instant: (text: string) => FileInstant
}

/** A line as a command, or all that is wrong with it. */
export function checkBinding(row: Row, { methods, instant }: BindingFormat): Checked<BindingCommand> {
  const faults: LineMessage[] = []
  const verb = row.text('cmd').toLowerCase() || 'add'
  if (!verbs.includes(verb)) faults.push(unknownVerb(row.text('cmd')))
  const role = row.text('role')
  if (role === '*' && verb === 'add') faults.push(anyRoleOfNew())
  const method = row.text('enrol') || 'cohort'
  if (!methods.includes(method)) faults.push(notCohortMethod(method, methods))
  const flag = row.text('makegroup').toLowerCase()
  if (!(flag in flags)) faults.push(yesOrNo('makegroup', row.text('makegroup')))
  const date = (column: string): number | null | undefined => {
    const text = row.text(column)
    if (text === '') return undefined
    const read = instant(text)
    if (read.ok) return read.at
    faults.push(invalidDate(column, text))
    return undefined
  }
  const startsAt = date('enrolstart')
  const endsAt = date('enrolend')
  if (startsAt && endsAt && endsAt <= startsAt) faults.push(endBeforeStart())
  if (faults.length > 0) return { ok: false, faults }
  return {
    ok: true,
    warnings: [],
    command: {
      verb: verb as BindingCommand['verb'],
      cohort: row.text('cohort'),
      course: row.text('course'),
      role,
      method,
      startsAt,
      endsAt,
      makeGroup: flags[flag],
    },
  }
}
