import { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import type { Checked, CommandTool, NumberedCommand } from '../command-file/command-tool.ts'
import type { Row } from '../command-file/row.ts'
import type { LineMessage, Verdict } from '../command-file/verdict.ts'
import { type FedPlan, type FedRow, type FedValues, planFed } from '../feeding/fed-table.ts'
import { loadFields } from './load-fields.ts'
import type { LoadLookup, ReferencedRecord, Resolved, StoredKind } from './load-kind.ts'
import { columnNames, toolOf } from './load-kinds.ts'

export interface LoadCommand extends ReferencedRecord {
  /** The cells that say whose it is. */
  readonly subject: LoadLookup
}

type StoreTool = CommandTool<LoadCommand, FedPlan, Queryable>

/** A kind of load whose records one store keeps, as the frame of command files takes it. */
export function storeTool(
  kind: StoredKind,
  {
    timeZone,
    now,
    simulate,
  }: { readonly timeZone: string; readonly now: string; readonly simulate: boolean },
): StoreTool {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString()
  /** What a simulation would have written: nothing of it is there to be read. */
  const simulated = new Map<string, FedRow>()

  return {
    operation: toolOf(kind.code),
    columns: {
      ...columnNames(kind),
      ...(kind.subject === undefined ? {} : { oneOf: [kind.subject.oneOf] }),
    },
    check: (row) => check(kind, row, timeZone),
    async plan(commands, read) {
      const subjects = await subjectsOf(kind, commands, read)
      const resolved = await resolvedOf(kind, commands, read)
      const rejected = commands.map((_, at) => [...faultsOf(subjects[at]!), ...faultsOf(resolved[at]!)])
      const accepted = commands.filter((_, at) => rejected[at]!.length === 0)
      const references = referencesOf(accepted)
      const known = new Map(await kind.store.read(read, references, !simulate))
      for (const reference of references) {
        const would = simulated.get(reference)
        if (would !== undefined) known.set(reference, would)
      }
      const wrongOwner = await kind.subject?.owners(read, known)
      return commands.map(({ line, command: { reference, values } }, at) => {
        if (rejected[at]!.length > 0) return rejection(line, rejected[at]!)
        const before = known.get(reference) ?? null
        const given = { ...values, ...valuesOf(resolved[at]!), ...valuesOf(subjects[at]!) }
        const revised = { ...given, ...kind.revise?.(before, given, today) }
        const [plan] = planFed(kind.store, [{ reference, values: revised }], known, now)
        if (before !== null && plan!.outcome === 'updated') {
          // A reference does not pass from one person to another; what is closed stays as it is.
          const refusal = wrongOwner?.(plan!, before) ?? kind.refuse?.(before, plan!) ?? null
          if (refusal !== null) {
            known.set(reference, before)
            return rejection(line, [refusal])
          }
        }
        if (simulate) simulated.set(reference, plan!.values)
        return verdictOf(kind, line, plan!)
      })
    },
  }
}

function check(kind: StoredKind, row: Row, timeZone: string): Checked<LoadCommand> {
  const fields = loadFields(row, timeZone)
  const reference = fields.needed('REFERENCE')
  const subject = Object.fromEntries((kind.subject?.columns ?? []).map(({ name }) => [name, row.text(name)]))
  const record = kind.check(fields)
  return fields.faults.length > 0
    ? { ok: false, faults: fields.faults }
    : { ok: true, command: { reference, subject, ...record }, warnings: [] }
}

async function subjectsOf(
  { subject }: StoredKind,
  commands: readonly NumberedCommand<LoadCommand>[],
  read: Queryable,
): Promise<readonly Resolved[]> {
  if (subject === undefined) return commands.map(() => ({ ok: true, values: {} }))
  return await subject.find(
    read,
    commands.map(({ command }) => command.subject),
  )
}

async function resolvedOf(
  kind: StoredKind,
  commands: readonly NumberedCommand<LoadCommand>[],
  read: Queryable,
): Promise<readonly Resolved[]> {
  if (kind.resolve === undefined) return commands.map(() => ({ ok: true, values: {} }))
  return await kind.resolve(
    read,
    commands.map(({ command }) => command),
  )
}

function faultsOf(resolved: Resolved): readonly LineMessage[] {
  return resolved.ok ? [] : resolved.faults
}

function valuesOf(resolved: Resolved): FedValues {
  return resolved.ok ? resolved.values : {}
}

function referencesOf(commands: readonly NumberedCommand<LoadCommand>[]): string[] {
  return [...new Set(commands.map(({ command }) => command.reference))]
}

function rejection(line: number, messages: readonly LineMessage[]): Verdict<FedPlan> {
  return { line, outcome: 'rejected', messages, changes: [], operations: [] }
}

function verdictOf(kind: StoredKind, line: number, plan: FedPlan): Verdict<FedPlan> {
  const { outcome, reference } = plan
  const silent = new Set(kind.silent)
  const changes =
    outcome === 'created'
      ? [{ entity: kind.entity, key: reference, field: null, before: null, after: null }]
      : plan.changes.map(({ column, before, after }) => ({
          entity: kind.entity,
          key: reference,
          field: column,
          before: silent.has(column) ? null : before,
          after: silent.has(column) ? '(texte)' : after,
        }))
  return { line, outcome, messages: [], changes, operations: outcome === 'unchanged' ? [] : [plan] }
}
