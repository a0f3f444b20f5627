import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { outputPaths } from '../../../exchange/command-file/file-outputs.ts'
import { reportName } from '../../../exchange/command-file/output-names.ts'
import { writeReport } from '../../../exchange/command-file/write-report.ts'
import type { Text } from '../../../platform/text.ts'
import { entityWords } from '../../entity-words.ts'
import { operationOf } from '../../operations.ts'
import { storeReport } from '../../settings/common.ts'
import type { Closing } from './file-to-close.ts'

/** What became of the other post-treatments: the report tells of them all, so it comes last. */
export interface OtherTreatments {
  readonly retry: string | null
  readonly archive: string | null
  readonly notes: readonly Text[]
}

/** « Sauvegarder le rapport » (learning.md 5.2). */
export async function keepReport(closing: Closing, others: OtherTreatments): Promise<string | null> {
  const { file, settings, folder, shelving } = closing
  if (!(await settings.get(storeReport))) return null
  const { stamp, operation, fileName, dryRun } = file.request
  const made = join(folder, 'report.txt')
  // Made anew at each attempt but for one that has its name already: then nothing is left to tell.
  const there = await stat(made).catch(() => null)
  if (there === null || there.nlink === 1) {
    await rm(made, { force: true })
    await writeReport(folder, 'report.txt', reportFacts(closing, others), await bodyPath(closing))
  }
  return await shelving.put('reports', reportName(stamp, operation, fileName, dryRun), made)
}

/** A file that was refused has no lines to tell of. */
async function bodyPath({ file, folder }: Closing): Promise<string | null> {
  if (file.read === null) return null
  const path = outputPaths.report(folder)
  if ((await stat(path).catch(() => null)) === null) await writeFile(path, '', { mode: 0o640 })
  return path
}

function reportFacts(
  { place, file }: Closing,
  { retry, archive, notes }: OtherTreatments,
): Parameters<typeof writeReport>[2] {
  const { context } = place
  const { request, progress, read, refusals } = file
  return {
    operation: { code: request.operation, label: operationOf(request.operation).label },
    file: { name: request.fileName, bytes: request.scan.bytes, sha256: request.scan.sha256 },
    separator: request.separator,
    encoding: { declared: request.encoding, effective: read?.encoding ?? null },
    person: request.person,
    mode: request.mode,
    simulation: request.dryRun,
    startedAt: Temporal.Instant.from(request.startedAt),
    endedAt: context.clock.now(),
    timeZone: context.place.timeZone,
    faults: refusals,
    warnings: read?.warnings ?? [],
    tally: read === null ? null : progress.tally,
    comments: progress.tally.comments,
    oldComments: progress.tally.oldComments,
    conclusion: progress.conclusion,
    entityWords,
    retryFile: retry,
    archive,
    notes,
  }
}
