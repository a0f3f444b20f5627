import { basename } from 'node:path'
import { readRunFiles } from '../../batch/read-run.ts'
import type { LoadOffice } from '../../exchange/loads/load-kind.ts'
import { loadKindOf } from '../../exchange/loads/load-kinds.ts'
import type { LoadDetails, LoadSummary as LoadRecord } from '../../exchange/loads/read-loads.ts'
import { toldToAll } from '../../exchange/loads/told-to-all.ts'
import type { Queryable } from '../../platform/database.ts'
import type { ApplicationCode } from '../schemas/common.ts'
import type { LoadReport, LoadSummary } from '../schemas/loads.ts'
import { may, type Visitor } from '../visitor.ts'
import { exchangeSummaryAnswer } from './exchange-summary-answer.ts'
import { runFileAnswer } from './run-page.ts'
import { spaced } from './spaced.ts'

/** A line of the last loads. */
export function loadSummaryAnswer(record: LoadRecord): LoadSummary {
  return { ...exchangeSummaryAnswer(record), kind: record.kind }
}

/** What an application is fed by, which the API serves. */
export type LoadedApplication = LoadOffice & { readonly application: ApplicationCode }

/** The report of one load. What its messages quote of the lines is for operators. */
export async function loadReportAnswer(
  db: Queryable,
  office: LoadedApplication,
  details: LoadDetails,
  visitor: Visitor,
): Promise<LoadReport> {
  const operator = may(visitor, 'operator', office.application)
  const { digest, kind, runId, state } = details
  const files = await readRunFiles(db, runId)
  const retry = digest.outputs?.retry ?? null
  return {
    ...loadSummaryAnswer(details),
    label: loadKindOf(office, kind).label,
    bytes: details.bytes,
    sha256: details.sha256,
    refusals: (digest.refusals ?? []).map((fault) => ({
      code: fault.code,
      line: fault.line,
      text: spaced(operator ? fault.text : toldToAll(office, digest.operation ?? '', fault)),
    })),
    notes: [...(digest.notes ?? []).map(spaced), ...(details.unfinished ? [unfinished] : [])],
    faults: (digest.faults ?? []).map(({ severity, code, column, count, samples }) => ({
      severity,
      code,
      column,
      count,
      samples: operator ? [...samples] : [],
    })),
    files: await Promise.all(files.map((file) => runFileAnswer(file, operator))),
    retryFileId: files.find(({ path }) => retry !== null && basename(path) === retry)?.id ?? null,
    actions: { load: state === 'simulated' && mayUse(office.application, details.upload, visitor) },
  }
}

/** A file that was sent is its sender's, and the administrators'. */
export function mayUse(
  application: ApplicationCode,
  upload: LoadDetails['upload'],
  visitor: Visitor,
): boolean {
  if (upload === null) return false
  if (may(visitor, 'administrator', application)) return true
  return may(visitor, 'operator', application) && upload.owner === visitor.accountId
}

const unfinished = {
  fr: 'Le chargement a été interrompu : le prochain chargement le reprendra où il en était',
  en: 'The load was interrupted: the next load goes on with it where it stands',
}
