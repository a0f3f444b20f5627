import type { ExchangeSummary } from '../../exchange/command-file/exchange-summary.ts'

/** What lists of loads and of command files have in common. */
export function exchangeSummaryAnswer(record: ExchangeSummary) {
  const { id, runId, batchCode, fileName, dryRun, state, cancelled, tally, requestedBy } = record
  return {
    id,
    runId,
    batchCode,
    fileName,
    dryRun,
    state,
    cancelled,
    tally,
    begunAt: record.begunAt.toISOString(),
    endedAt: record.endedAt?.toISOString() ?? null,
    requestedBy,
  }
}
