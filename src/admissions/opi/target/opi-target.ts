import type { OpiPerson, OpiWish } from './record-fields.ts'

/**
 * The contract between BATCH_ASYNC_OPI and the information system that takes pre-registrations (admissions.md 3.4, 5.2). A
 * candidate has one record there, with a list of wishes. Whoever adds a target (a SOAP service, say) runs `suite/` on it.
 *
 * Success is never concluded from a call: `readBack` alone says what is there.
 */
export interface OpiTarget {
  /**
   * All records that may be those of these candidates, by candidate. One record appears once, `by` the strongest of what
   * matches. No record: an empty list.
   */
  readBack(keys: readonly OpiKeys[]): Promise<ReadonlyMap<number, readonly FoundRecord[]>>
  /**
   * Replaces each candidate's whole record and whole wish list; an empty list takes the wishes away. Doing it twice does no
   * more than once. One candidate refused does not hold up the others.
   */
  pour(records: readonly OpiRecord[]): Promise<ReadonlyMap<number, PourOutcome>>
  close(): Promise<void>
}

/** By what a candidate is known there. */
export interface OpiKeys {
  /** Ours: answers are told apart by it. */
  readonly candidateId: number
  /** Our OPI code first, then those that the target gave the candidate's record. */
  readonly codes: readonly string[]
  readonly studentNo: string | null
  /** Number and key; null unless both are known. */
  readonly ine: { readonly number: string; readonly key: string } | null
  /** As written in a record: capitals without accents, cut at its length. */
  readonly birthName: string
  readonly firstName: string
  /** `AAAA-MM-JJ`. */
  readonly bornOn: string
  /** The record that an administrator said is the candidate's, as long as it has this code. */
  readonly attached: { readonly recordId: string; readonly opiCode: string } | null
  /** Records that an administrator said are somebody else's: they are not found. */
  readonly apartIds: readonly string[]
}

export const foundBy = ['decision', 'code', 'student-number', 'ine', 'name'] as const
export type FoundBy = (typeof foundBy)[number]

export interface FoundRecord {
  readonly recordId: string
  readonly opiCode: string
  readonly by: FoundBy
  /** As the target writes them. */
  readonly birthName: string
  readonly firstName: string
  readonly bornOn: string | null
  readonly studentNo: string | null
  /** `wishKey` of each. */
  readonly wishes: readonly string[]
}

export type OpiRecord = {
  readonly candidateId: number
  readonly keys: OpiKeys
  readonly wishes: readonly OpiWish[]
} & (
  | { /** A new record. */ readonly recordId: null; readonly person: OpiPerson }
  | {
      /** The record to replace, which keeps its OPI code. */
      readonly recordId: string
      /** Null: its wishes alone are replaced. */
      readonly person: OpiPerson | null
    }
)

export type PourOutcome =
  /** Taken, as far as the target says; single wishes may have been refused. */
  | { readonly kind: 'called'; readonly refusedWishes: readonly RefusedWish[] }
  /** The target does not take this candidate's record. */
  | { readonly kind: 'refused'; readonly detail: string }

export interface RefusedWish {
  readonly key: string
  readonly detail: string
}

/**
 * The target as a whole does not work: not there, too slow, lets nobody in, or without its tables. No candidate is to blame.
 * The message is for a log: French, without secrets.
 */
export class OpiTargetUnavailable extends Error {
  override readonly name = 'OpiTargetUnavailable'
}
