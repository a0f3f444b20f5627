import type { FaultGroup } from '../../../../src/api/schemas/imports.ts'

/** Faults of one code and column, as reports group them; not every application has advice. */
export type Fault = Omit<FaultGroup, 'advice'> & Partial<Pick<FaultGroup, 'advice'>>

/** The faults of one code, whatever the column: one cause, one advice. */
export interface FaultCause extends Pick<FaultGroup, 'severity' | 'code' | 'advice'> {
  readonly count: number
  /** Columns concerned with their counts, the most frequent first. */
  readonly columns: readonly { readonly column: string; readonly count: number }[]
  /** The first of each column, up to `shownSamples` in all. */
  readonly samples: Fault['samples']
}

const shownSamples = 3

/** Gathers what the report counts by code and column. Errors stay before warnings, then the most frequent first. */
export function faultCauses(faults: readonly Fault[]): FaultCause[] {
  const byCode = new Map<string, Fault[]>()
  for (const fault of faults) {
    const key = `${fault.severity} ${fault.code}`
    byCode.set(key, [...(byCode.get(key) ?? []), fault])
  }
  return [...byCode.values()]
    .map(causeOf)
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count)
}

function causeOf(faults: readonly Fault[]): FaultCause {
  const [first] = faults as readonly [Fault, ...Fault[]]
  const firstOfEach = faults.flatMap(({ samples }) => samples.slice(0, 1))
  const others = faults.flatMap(({ samples }) => samples.slice(1))
  return {
    severity: first.severity,
    code: first.code,
    advice: first.advice ?? null,
    count: faults.reduce((sum, { count }) => sum + count, 0),
    columns: faults.flatMap(({ column, count }) => (column === null ? [] : [{ column, count }])),
    samples: [...firstOfEach, ...others].slice(0, shownSamples).sort((a, b) => a.line - b.line),
  }
}
