import type { AreaFile } from '../../exchange/file-area/list-shelf.ts'
import type { Queryable } from '../../platform/database.ts'
import { filesFor } from '../sync/file-pattern.ts'

/** A stored file that an operation could take when nobody names one. */
export interface CandidateFile {
  readonly file: AreaFile
  /** `next` is taken by the next planned run, `taken` was taken already and merely lies there, `other` waits. */
  readonly standing: 'next' | 'taken' | 'other'
  readonly takenAt: Date | null
}

/** That an operation took a file of this name, as it was then. */
export interface TakenMark {
  readonly bytes: number
  readonly modifiedNs: string
  readonly takenAt: Date
}

/**
 * Which of the stored files an operation's name or pattern means, and what the next planned run makes of each. By size and
 * instant of the last change alone: the run compares the bytes too.
 */
export function candidateFiles(
  pattern: string,
  stored: readonly AreaFile[],
  marks: ReadonlyMap<string, TakenMark>,
  how: { readonly take: 'all' | 'first'; readonly replayTaken: boolean },
): CandidateFile[] {
  let free = how.take === 'all' ? Number.POSITIVE_INFINITY : 1
  return filesFor(pattern, stored).map((file) => {
    const mark = marks.get(file.name)
    const same = mark?.bytes === file.bytes && mark.modifiedNs === String(file.modifiedNs)
    const takenAt = same ? mark.takenAt : null
    if (same && !how.replayTaken) return { file, standing: 'taken', takenAt }
    return { file, standing: free-- > 0 ? 'next' : 'other', takenAt }
  })
}

/** By operation, then by the file's whole name. */
export async function readTakenMarks(db: Queryable): Promise<Map<string, Map<string, TakenMark>>> {
  const { rows } = await db.query<TakenMark & { operation: string; name: string }>(
    `select operation, case folder when '' then name else folder || '/' || name end as name, bytes,
            modified_ns::text as "modifiedNs", taken_at as "takenAt"
     from command_file_taken where application = 'learning'`,
  )
  const marks = new Map<string, Map<string, TakenMark>>()
  for (const { operation, name, ...mark } of rows) {
    const ofOperation = marks.get(operation) ?? new Map<string, TakenMark>()
    marks.set(operation, ofOperation.set(name, mark))
  }
  return marks
}
