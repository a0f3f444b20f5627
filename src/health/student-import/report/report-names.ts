/** The names of the files of one import; XXX is their common part (health.md 3.9-1). */
export interface ReportNames {
  readonly log: string
  readonly errorLog: string
  readonly rejectedLines: string
}

/**
 * `startedAt` is local time, `2026-03-02T05:00:24`; `attempt` counts from 1 and adds `_2`, `_3`… where the
 * names are taken.
 */
export function reportStamp(startedAt: string, attempt: number): string {
  const stamp = startedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')
  return attempt === 1 ? stamp : `${stamp}_${attempt}`
}

export function reportNames(stamp: string): ReportNames {
  return {
    log: `log_${stamp}.txt`,
    errorLog: `erreuLogs_${stamp}.txt`,
    rejectedLines: `erreurFile_${stamp}.csv`,
  }
}
