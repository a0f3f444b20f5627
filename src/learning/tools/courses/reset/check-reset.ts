import type { Checked } from '../../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { CourseIdentity } from '../../../driver/reader.ts'
import type { ResetPlan } from '../../../driver/reset-plan.ts'
import { readAsNo, readAsYes, unknownModule, wrongModules } from './messages.ts'
import {
  choiceColumns,
  moduleColumns,
  optionalYesNoColumns,
  partsOfModule,
  usualModules,
  yesNoColumns,
} from './reset-columns.ts'

export interface ResetCourse {
  readonly identifier: string
  /** All but whom to unenrol: roles are still names. */
  readonly plan: Omit<ResetPlan, 'unenrolRoles'>
  readonly unenrolRoles: readonly string[] | 'all'
}

/** Pure. What no word asks to clear is kept; a word that means nothing is told. */
export function checkReset(row: Row, identity: CourseIdentity): Checked<ResetCourse> {
  const warnings: LineMessage[] = []
  const kinds = new Set<string>()
  for (const [column, kind] of Object.entries(yesNoColumns)) if (yes(row, column, warnings)) kinds.add(kind)
  for (const column of row.columns) {
    const kind = moduleColumns[column]
    if (kind !== undefined && yes(row, column, warnings)) kinds.add(kind)
  }
  const grades = choice(row, 'grades', warnings)
  if (grades === 'all' || grades === 'items') kinds.add('grade_item')
  if (grades === 'all' || grades === 'grades') kinds.add('grade')
  const localRoles = choice(row, 'local_roles', warnings)
  const groupings = choice(row, 'groupings', warnings)
  const modules = modulesOf(row.text('modules'))
  if (modules === null) return { ok: false, faults: [wrongModules(row.text('modules'))] }
  for (const module of [...modules.named, ...modules.kept])
    if (!usualModules.has(module)) warnings.push(unknownModule(module))
  for (const module of modules.named) for (const part of partsOfModule(module)) kinds.add(`module:${part}`)
  return {
    ok: true,
    command: {
      identifier: row.text(identity),
      plan: {
        kinds: [...kinds].sort(),
        allModules: modules.all,
        keepModules: modules.kept.flatMap(partsOfModule).sort(),
        localRoles: localRoles === 'all' || localRoles === 'roles',
        groups: choice(row, 'groups', warnings) as ResetPlan['groups'],
        groupings: (groupings === 'groupings' ? 'groups' : groupings) as ResetPlan['groupings'],
      },
      unenrolRoles: rolesOf(row.text('roles')),
    },
    warnings,
  }
}

const no = new Set(['', '0', 'no', 'non', 'none'])

function yes(row: Row, column: string, warnings: LineMessage[]): boolean {
  const given = row.value(column)
  if (given === undefined) return (optionalYesNoColumns as readonly string[]).includes(column)
  const value = given.toLowerCase()
  if (value === 'yes' || value === '1') return true
  if (value === 'all') {
    warnings.push(readAsYes(column, given))
    return true
  }
  if (!no.has(value)) warnings.push(readAsNo(column, given, 'yes, no'))
  return false
}

function choice(row: Row, column: keyof typeof choiceColumns, warnings: LineMessage[]): string {
  const value = row.text(column).toLowerCase()
  const choices: readonly string[] = choiceColumns[column]
  if (choices.includes(value)) return value
  if (!no.has(value)) warnings.push(readAsNo(column, row.text(column), [...choices, 'none'].join(', ')))
  return 'none'
}

function rolesOf(value: string): readonly string[] | 'all' {
  if (value.toLowerCase() === 'all') return 'all'
  if (no.has(value.toLowerCase())) return []
  return [...new Set(value.split(/\s+/))]
}

interface Modules {
  readonly all: boolean
  readonly named: readonly string[]
  readonly kept: readonly string[]
}

/** `all`; names; or `-names`, which is all but those. Null: both, or what is no name. */
function modulesOf(value: string): Modules | null {
  const words = no.has(value.toLowerCase()) ? [] : [...new Set(value.toLowerCase().split(/\s+/))]
  const named = words.filter((word) => word !== 'all' && !word.startsWith('-'))
  const kept = words.filter((word) => word.startsWith('-')).map((word) => word.slice(1))
  if (![...named, ...kept].every((name) => /^[a-z][a-z0-9_]*$/.test(name))) return null
  if (named.length > 0 && kept.length > 0) return null
  const all = words.includes('all') || kept.length > 0
  return { all, named: all ? [] : named, kept }
}
