import { readRunFiles } from '../../batch/read-run.ts'
import { describeHold, type HoldReason } from '../../exchange/guard.ts'
import {
  type ImportDetails,
  type ImportRecord,
  readImportHistory,
} from '../../health/imports/read-imports.ts'
import { adviceFor } from '../../health/student-import/messages/advice.ts'
import { type ImportDigest, printsDatum } from '../../health/student-import/report/import-digest.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { FaultGroup, ImportReport, ImportSummary } from '../schemas/imports.ts'
import { may, type Visitor } from '../visitor.ts'
import { runFileAnswer } from './run-page.ts'

/** A line of « Derniers imports ». */
export function importSummaryAnswer(record: ImportRecord): ImportSummary {
  const { runId, batchCode, fileName, model, dryRun, state, cancelled, tally } = record
  const { begunAt, endedAt, requestedBy } = record
  return {
    runId,
    batchCode,
    fileName,
    model,
    dryRun,
    state,
    cancelled,
    tally,
    begunAt: begunAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    requestedBy,
  }
}

/** The report of one import. What is personal in it is for operators. */
export async function importReportAnswer(
  db: Queryable,
  details: ImportDetails,
  visitor: Visitor,
): Promise<ImportReport> {
  const operator = may(visitor, 'operator', 'health')
  const administrator = may(visitor, 'administrator', 'health')
  const { digest, upload, model, runId } = details
  const own = upload !== null && (administrator || (operator && upload.owner === visitor.accountId))
  const history = model === null ? [] : await readImportHistory(db, { model, before: runId })
  const files = await readRunFiles(db, runId)
  return {
    ...importSummaryAnswer(details),
    bytes: details.bytes,
    sha256: details.sha256,
    faults: faultsAnswer(digest, operator),
    changedFields: changedFieldsAnswer(digest, operator),
    hold: (digest.hold ?? []).map(holdText),
    wouldHold: (digest.wouldHold ?? []).map(holdText),
    decidedBy: details.decidedBy,
    decidedAt: details.decidedAt?.toISOString() ?? null,
    appliedByRun: details.appliedByRun,
    approvalOfRun: details.approvalOfRun,
    uploadId: own ? upload.id : null,
    files: await Promise.all(files.map((file) => runFileAnswer(file, operator))),
    history: history.map((earlier) => ({ ...earlier, begunAt: earlier.begunAt.toISOString() })),
    actions: {
      import: own && details.state === 'simulated',
      decide: administrator && details.state === 'held',
    },
  }
}

function faultsAnswer({ faults = [] }: ImportDigest, operator: boolean): FaultGroup[] {
  return faults.map(({ severity, code, column, count, samples }) => ({
    severity,
    code,
    column,
    count,
    samples: !operator && printsDatum.has(code) ? [] : [...samples],
    advice: adviceFor(code),
  }))
}

/** The most frequent first. */
function changedFieldsAnswer(
  { changedFields = {}, changedSamples = {} }: ImportDigest,
  operator: boolean,
): ImportReport['changedFields'] {
  return Object.entries(changedFields)
    .sort(([, one], [, other]) => other - one)
    .map(([column, count]) => ({
      column,
      count,
      samples: operator ? [...(changedSamples[column] ?? [])] : [],
    }))
}

function holdText(reason: HoldReason): Text {
  return { fr: describeHold(reason, 'fr'), en: describeHold(reason, 'en') }
}
