import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { CohortIdentity } from '../../driver/reader.ts'
import type { CohortCommand } from './cohort-command.ts'
import { emptyKey, missingKeyColumn, tooLong, unknownVerb } from './messages.ts'

/** The column that names the cohort: `cid`, `cidnumber` or `cname` (learning.md 1.12). */
export function keyColumnOf(identity: CohortIdentity): 'cid' | 'cidnumber' | 'cname' {
  return `c${identity}`
}

const longest = { cname: 254, cidnumber: 100, component: 100 } as const

/** A line of a cohorts' file as a command, or all that is wrong with it. */
export function checkCohort(row: Row, identity: CohortIdentity): Checked<CohortCommand> {
  const faults: LineMessage[] = []
  const own = keyColumnOf(identity)
  // Old samples give the key as `cid` whatever the identifier is (H08).
  const column = row.value(own) === undefined && row.value('cid') !== undefined ? 'cid' : own
  const key = row.value(column)
  if (key === undefined) faults.push(missingKeyColumn(own))
  else if (key === '') faults.push(emptyKey(column))
  else if (identity !== 'id' && key.length > longest[own as keyof typeof longest])
    faults.push(tooLong(column, longest[own as keyof typeof longest]))

  const verb = row.text('cmd').toLowerCase() || 'add'
  if (verb !== 'add' && verb !== 'del' && verb !== 'free') faults.push(unknownVerb(row.text('cmd')))
  for (const [name, most] of Object.entries(longest))
    if (name !== column && row.text(name).length > most) faults.push(tooLong(name, most))
  if (faults.length > 0) return { ok: false, faults }

  return {
    ok: true,
    warnings: [],
    command: {
      verb: verb as CohortCommand['verb'],
      key: key!,
      user: row.text('userid'),
      name: identity === 'name' ? key! : row.text('cname'),
      idnumber: identity === 'idnumber' ? key! : row.text('cidnumber'),
      description: row.text('cdescription'),
      component: row.text('component'),
      category: row.text('ccatcontext'),
      categoryIdnumber: row.text('ccatcontextidnumber'),
    },
  }
}
