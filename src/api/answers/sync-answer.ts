import { readRunFiles } from '../../batch/read-run.ts'
import type { FileArea } from '../../exchange/file-area/file-area.ts'
import { describeHold, type HoldReason } from '../../exchange/guard.ts'
import type { SyncDetails, SyncRecord } from '../../learning/exchanges/read-exchanges.ts'
import { syncOperations } from '../../learning/operations.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { Shelf, SyncReport, SyncSummary } from '../schemas/learning.ts'
import { may, type Visitor } from '../visitor.ts'
import { exchangeSummaryAnswer } from './exchange-summary-answer.ts'
import { runFileAnswer } from './run-page.ts'
import { spaced } from './spaced.ts'

/** A line of a tool's last reports. */
export function syncSummaryAnswer(record: SyncRecord): SyncSummary {
  const { operation } = record
  return {
    ...exchangeSummaryAnswer(record),
    tool: syncOperations.find((one) => one.code === operation)?.tool ?? operation,
    operation,
  }
}

/** The report of one command file. What its messages quote of the lines is for operators. */
export async function syncReportAnswer(
  db: Queryable,
  area: FileArea,
  details: SyncDetails,
  visitor: Visitor,
): Promise<SyncReport> {
  const operator = may(visitor, 'operator', 'learning')
  const { digest, parameters, state } = details
  const operation = syncOperations.find((one) => one.code === details.operation)
  const files = await readRunFiles(db, details.runId)
  const outputs = await outputsThere(area, digest.outputs)
  const stored = storedFileOf(parameters)
  return {
    ...syncSummaryAnswer(details),
    label: operation?.label ?? { fr: details.operation, en: details.operation },
    bytes: details.bytes,
    sha256: details.sha256,
    separator: digest.separator ?? String(parameters.separator ?? ''),
    encoding: digest.encoding ?? String(parameters.encoding ?? ''),
    refusals: (digest.refusals ?? []).map(({ code, line, text }) => ({ code, line, text: spaced(text) })),
    notes: [...(digest.notes ?? []).map(spaced), ...(details.unfinished ? [texts.unfinished] : [])],
    faults: (digest.faults ?? []).map(({ severity, code, column, count, samples }) => ({
      severity,
      code,
      column,
      count,
      samples: operator ? [...samples] : [],
    })),
    hold: (digest.hold ?? []).map(holdText),
    wouldHold: (digest.wouldHold ?? []).map(holdText),
    simulationDifference: digest.simulationDifference == null ? null : spaced(digest.simulationDifference),
    decidedBy: details.decidedBy,
    decidedAt: details.decidedAt?.toISOString() ?? null,
    appliedByRun: details.appliedByRun,
    outputs,
    files: await Promise.all(files.map((file) => runFileAnswer(file, operator))),
    actions: {
      run: operator && state === 'simulated' && stored !== null && (await isThere(area, stored)),
      decide: may(visitor, 'administrator', 'learning') && state === 'held',
      readLines: operator && outputs.journal !== null,
    },
  }
}

/** Names of outputs that somebody has not taken away meanwhile. */
async function outputsThere(
  area: FileArea,
  outputs: SyncDetails['digest']['outputs'],
): Promise<SyncReport['outputs']> {
  const there = async (shelf: Shelf, name: string | null | undefined) =>
    name != null && (await isThere(area, { shelf, name })) ? name : null
  const [report, journal, retry, archive] = await Promise.all([
    there('reports', outputs?.report),
    there('journals', outputs?.journal),
    there('retries', outputs?.retry),
    there('archives', outputs?.archive),
  ])
  return { report, journal, retry, archive }
}

async function isThere(
  area: FileArea,
  { shelf, name }: { readonly shelf: Shelf; readonly name: string },
): Promise<boolean> {
  const file = await area.open(shelf, name)
  await file?.handle.close()
  return file !== null
}

/** The stored file that a run took, where it was one. */
function storedFileOf({ shelf, name }: SyncDetails['parameters']) {
  if (typeof name !== 'string' || (shelf !== 'commands' && shelf !== 'retries')) return null
  return { shelf, name } as const
}

function holdText(reason: HoldReason): Text {
  return spaced({ fr: describeHold(reason, 'fr'), en: describeHold(reason, 'en') })
}

const texts = {
  unfinished: {
    fr: 'Le traitement a été interrompu : la prochaine exécution de l’outil le reprendra où il en était',
    en: 'The processing was interrupted: the tool’s next run goes on with it where it stands',
  },
}
