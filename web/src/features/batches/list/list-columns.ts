import type { Batch } from '../../../../../src/api/schemas/batches.ts'

/** Every column of the grid, in the order of the documents; the first six are shown unless somebody chose otherwise. */
export const columnNames = [
  'code',
  'label',
  'enabled',
  'requested',
  'schedule',
  'lastRun',
  'application',
  'verdict',
  'next',
  'nextExact',
  'running',
  'recent',
] as const
export type ColumnName = (typeof columnNames)[number]

export const firstColumns: readonly ColumnName[] = columnNames.slice(0, 6)

/** What was stored, without names that no longer exist; at least one column stays. */
export function knownColumns(stored: unknown): readonly ColumnName[] {
  if (!Array.isArray(stored)) return firstColumns
  const known = columnNames.filter((name) => stored.includes(name))
  const inOrder = stored.filter((name): name is ColumnName => known.includes(name as ColumnName))
  return inOrder.length > 0 ? [...new Set(inOrder)] : firstColumns
}

type SortKey = string | number | boolean | null

/** By what a column is sorted; columns that are missing here are not. */
export const sortKeys: Partial<Record<ColumnName, (batch: Batch, label: string) => SortKey>> = {
  code: (batch) => batch.code,
  label: (_batch, label) => label,
  enabled: (batch) => !batch.enabled,
  requested: (batch) => !batch.requested,
  schedule: (batch) => batch.nextDueAt,
  lastRun: (batch) => batch.lastRun?.startedAt ?? null,
  application: (batch) => batch.application,
  verdict: (batch) => batch.verdict,
  next: (batch) => batch.nextDueAt,
  nextExact: (batch) => batch.nextDueAt,
  running: (batch) => batch.runningRun?.startedAt ?? null,
}

/** `code` or `-lastRun`. */
export interface Sort {
  readonly column: ColumnName
  readonly descending: boolean
}

export function readSort(text: string): Sort {
  const descending = text.startsWith('-')
  const column = columnNames.find((name) => name === text.slice(descending ? 1 : 0))
  return column && sortKeys[column] ? { column, descending } : { column: 'code', descending: false }
}

export function sortText({ column, descending }: Sort): string {
  return `${descending ? '-' : ''}${column}`
}

/** A new array; blanks last whatever the direction, equal ones by code. */
export function sortBatches(
  batches: readonly Batch[],
  { column, descending }: Sort,
  labelOf: (batch: Batch) => string,
  language: string,
): Batch[] {
  const keyOf = sortKeys[column] ?? (() => null)
  const keyed = batches.map((batch) => ({ batch, key: keyOf(batch, labelOf(batch)) }))
  const order = new Intl.Collator(language, { numeric: true }).compare
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) {
        return a.key === b.key ? order(a.batch.code, b.batch.code) : a.key === null ? 1 : -1
      }
      const difference =
        typeof a.key === 'string' ? order(a.key, String(b.key)) : Number(a.key) - Number(b.key)
      return (descending ? -difference : difference) || order(a.batch.code, b.batch.code)
    })
    .map(({ batch }) => batch)
}
