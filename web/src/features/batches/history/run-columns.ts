/** Columns of the history (health.md 1.7); the first six are shown unless somebody chose otherwise. */
export const runColumns = [
  'state',
  'start',
  'end',
  'duration',
  'origin',
  'detail',
  'due',
  'node',
  'counters',
  'number',
] as const
export type RunColumn = (typeof runColumns)[number]

export const firstRunColumns: readonly RunColumn[] = runColumns.slice(0, 6)

export function knownRunColumns(stored: unknown): readonly RunColumn[] {
  if (!Array.isArray(stored)) return firstRunColumns
  const chosen = stored.filter((name): name is RunColumn => runColumns.includes(name as RunColumn))
  return chosen.length > 0 ? [...new Set(chosen)] : firstRunColumns
}
