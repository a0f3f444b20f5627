/** Faults of a file grouped by cause: what a screen shows of a million messages. Constant memory. */
export interface FaultDigest {
  add(
    fault: { severity: 'error' | 'warning'; code: string; column?: string | undefined; message: string },
    line: number,
  ): void
  groups(): FaultGroup[]
}

export interface FaultGroup {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly column: string | null
  count: number
  /** The first few, as the log words them. */
  readonly samples: { readonly line: number; readonly message: string }[]
}

const samplesKept = 3

/** `known`: groups gathered before, to go on from. */
export function faultDigest(known: readonly FaultGroup[] = []): FaultDigest {
  const groups = new Map<string, FaultGroup>(
    known.map((group) => [
      `${group.severity} ${group.code} ${group.column ?? ''}`,
      { ...group, samples: [...group.samples] },
    ]),
  )
  return {
    add({ severity, code, column, message }, line) {
      const key = `${severity} ${code} ${column ?? ''}`
      let group = groups.get(key)
      if (group === undefined) {
        group = { severity, code, column: column ?? null, count: 0, samples: [] }
        groups.set(key, group)
      }
      group.count++
      if (group.samples.length < samplesKept) group.samples.push({ line, message })
    },
    /** Errors first, then the most frequent. */
    groups: () =>
      [...groups.values()].sort(
        (a, b) => a.severity.localeCompare(b.severity) || b.count - a.count || a.code.localeCompare(b.code),
      ),
  }
}
