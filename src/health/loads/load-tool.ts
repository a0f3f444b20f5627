import { Temporal } from 'temporal-polyfill'
import type { Checked, CommandTool, NumberedCommand } from '../../exchange/command-file/command-tool.ts'
import type { Row } from '../../exchange/command-file/row.ts'
import type { LineMessage, Verdict } from '../../exchange/command-file/verdict.ts'
import type { Queryable } from '../../platform/database.ts'
import { type FedPlan, type FedRow, type FedValue, planFed, readFed } from '../feeding/fed-table.ts'
import { keptStudents } from '../feeding/kept-students.ts'
import { type FoundStudent, findStudents, type StudentKey } from '../students/find-student.ts'
import { loadFields } from './load-fields.ts'
import type { LoadKind, ReferencedRecord, Resolved } from './load-kind.ts'
import { columnsOf, toolOf } from './load-kinds.ts'
import { otherStudent, unfoundStudent } from './load-messages.ts'

export interface LoadCommand extends ReferencedRecord {
  readonly student: StudentKey | null
}

export type LoadTool = CommandTool<LoadCommand, FedPlan, Queryable>

/** A kind of load as the frame of command files takes it: what is the same for all kinds. */
export function loadTool(
  kind: LoadKind,
  {
    timeZone,
    now,
    simulate,
  }: { readonly timeZone: string; readonly now: string; readonly simulate: boolean },
): LoadTool {
  const columns = columnsOf(kind)
  const names = (mandatory: boolean) =>
    columns.filter((column) => column.mandatory === mandatory).map(({ name }) => name)
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString()
  const studentColumns = ['INE', 'COD_ETU', 'IDENTIFIANT']
  /** What a simulation would have written: nothing of it is there to be read. */
  const simulated = new Map<string, FedRow>()

  /** A reference does not pass from one person to another; what is closed stays as it is. */
  function faultsOfUpdate(
    plan: FedPlan,
    before: FedRow,
    keptBy: ReadonlyMap<FedValue, number>,
  ): LineMessage[] {
    if (plan.outcome === 'unchanged') return []
    const owner = before.student_id ?? null
    if (kind.ofStudent && plan.values.student_id !== (keptBy.get(owner) ?? owner)) return [otherStudent()]
    const refusal = kind.refuse?.(before) ?? null
    return refusal === null ? [] : [refusal]
  }

  return {
    operation: toolOf(kind.code),
    columns: {
      mandatory: names(true),
      optional: names(false),
      ...(kind.ofStudent ? { oneOf: [studentColumns] } : {}),
    },
    check: (row) => check(kind, row, timeZone),
    async plan(commands, read) {
      const students = await studentsOf(commands, read)
      const resolved = await resolvedOf(kind, commands, read)
      const rejected = commands.map((_, at) => faultsOf(students[at]!, resolved[at]!))
      const accepted = commands.filter((_, at) => rejected[at]!.length === 0)
      const references = referencesOf(accepted)
      const known = new Map(await readFed(read, kind.table, references, !simulate))
      for (const reference of references) {
        const would = simulated.get(reference)
        if (would !== undefined) known.set(reference, would)
      }
      const keptBy = await keptStudents(read, known)
      return commands.map(({ line, command: { reference, values } }, at) => {
        if (rejected[at]!.length > 0) return rejection(line, rejected[at]!)
        const student = students[at]!
        const found = resolved[at]!
        const before = known.get(reference) ?? null
        const given = {
          ...values,
          ...(found.ok ? found.values : {}),
          ...(student?.ok ? { student_id: student.studentId } : {}),
        }
        const revised = { ...given, ...kind.revise?.(before, given, today) }
        const [plan] = planFed(kind.table, [{ reference, values: revised }], known, now)
        const faults = before === null ? [] : faultsOfUpdate(plan!, before, keptBy)
        if (faults.length > 0) {
          known.set(reference, before!)
          return rejection(line, faults)
        }
        if (simulate) simulated.set(reference, plan!.values)
        return verdictOf(kind, line, plan!)
      })
    },
  }
}

function check(kind: LoadKind, row: Row, timeZone: string): Checked<LoadCommand> {
  const fields = loadFields(row, timeZone)
  const reference = fields.needed('REFERENCE')
  const student: StudentKey | null = kind.ofStudent
    ? {
        ine: row.text('INE'),
        studentCode: row.text('COD_ETU'),
        establishment: row.text('ETB'),
        login: row.text('IDENTIFIANT'),
      }
    : null
  const record = kind.check(fields)
  return fields.faults.length > 0
    ? { ok: false, faults: fields.faults }
    : { ok: true, command: { reference, student, ...record }, warnings: [] }
}

async function studentsOf(
  commands: readonly NumberedCommand<LoadCommand>[],
  read: Queryable,
): Promise<readonly (FoundStudent | null)[]> {
  const keys = commands.flatMap(({ command: { student } }) => student ?? [])
  const found = await findStudents(read, keys)
  let next = 0
  return commands.map(({ command: { student } }) => (student === null ? null : found[next++]!))
}

async function resolvedOf(
  kind: LoadKind,
  commands: readonly NumberedCommand<LoadCommand>[],
  read: Queryable,
): Promise<readonly Resolved[]> {
  if (kind.resolve === undefined) return commands.map(() => ({ ok: true, values: {} }))
  return await kind.resolve(
    read,
    commands.map(({ command }) => command),
  )
}

function faultsOf(student: FoundStudent | null, resolved: Resolved): readonly LineMessage[] {
  return [
    ...(student === null || student.ok ? [] : [unfoundStudent(student.reason)]),
    ...(resolved.ok ? [] : resolved.faults),
  ]
}

function referencesOf(commands: readonly NumberedCommand<LoadCommand>[]): string[] {
  return [...new Set(commands.map(({ command }) => command.reference))]
}

function rejection(line: number, messages: readonly LineMessage[]): Verdict<FedPlan> {
  return { line, outcome: 'rejected', messages, changes: [], operations: [] }
}

function verdictOf(kind: LoadKind, line: number, plan: FedPlan): Verdict<FedPlan> {
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
