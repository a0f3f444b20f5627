import type { Queryable } from '../../../platform/database.ts'
import { DuplicateRefused, unknownPair } from '../refusal.ts'
import { linkedRecords } from '../review/group-of-records.ts'
import type { Side, ValueName } from './administrative-values.ts'
import { type MergePlan, planMerge } from './merge-plan.ts'
import { fingerprintOf, readTwoRecords, type TwoRecords } from './read-records.ts'

/** Which two records become one, and from which of them each value is taken. */
export interface MergeRequest {
  readonly keptId: number
  readonly absorbedId: number
  /** What is not named is as usual: the kept record's, or the other's where the kept one is empty. */
  readonly values: Partial<Readonly<Record<ValueName, Side>>>
}

export interface MergePreview extends MergePlan {
  /** To be sent with the merge: whatever changed since the preview makes another one. */
  readonly fingerprint: string
}

/**
 * What merging would do. Changes nothing.
 *
 * @throws `DuplicateRefused` UNKNOWN_PAIR when no undecided pairs link the two records
 */
export async function previewMerge(db: Queryable, request: MergeRequest): Promise<MergePreview> {
  const records = await reviewedRecords(db, request, {})
  return { ...planMerge(records, request.values), fingerprint: fingerprintOf(records) }
}

/** Two records of one group under review: nobody merges what no search has put side by side. */
export async function reviewedRecords(
  db: Queryable,
  { keptId, absorbedId }: MergeRequest,
  options: { readonly forUpdate?: boolean },
): Promise<TwoRecords> {
  if (keptId === absorbedId)
    throw new DuplicateRefused('MERGE_REFUSED', {
      fr: 'Un dossier ne se fusionne pas avec lui-même',
      en: 'A record is not merged with itself',
    })
  const records = await readTwoRecords(db, keptId, absorbedId, options)
  if (records === null) throw unknownPair()
  const merged = records.kept.merged_into !== null || records.absorbed.merged_into !== null
  // What was merged meanwhile is told as such: its pairs are settled.
  if (!merged && !(await linkedRecords(db, [keptId])).includes(absorbedId)) throw unknownPair()
  return records
}
