import { cellPlace, type Encryption } from '../../../platform/encryption.ts'

/**
 * What a merge must know to be undone exactly. Rows are the text of `to_jsonb`, never parsed on the way: what
 * PostgreSQL wrote, PostgreSQL reads. Encrypted, since it is the content of two records (health.md 5.8).
 */
export interface BeforeImage {
  readonly format: 1
  /** The kept record before and right after the merge, the absorbed one before; of a NIR only whether there is one. */
  readonly kept: string
  readonly keptAfter: string
  readonly absorbed: string
  /** By table: the rows that changed their owner, with the hash of their content. */
  readonly moved: Readonly<Record<string, readonly { readonly key: string; readonly content: string }[]>>
  /** By table: rows that gave way, of either record. */
  readonly givenUp: Readonly<Record<string, readonly string[]>>
  /** INEs that became aliases of the kept record. */
  readonly newAliases: readonly string[]
  /** `student_source` of both, before: rows, and after: what the kept record had by model. */
  readonly sources: readonly string[]
  readonly sourcesAfter: readonly { readonly key: string; readonly content: string }[]
  /** Records merged into the absorbed one before. */
  readonly followers: readonly number[]
  /** Pairs of the absorbed record, before. */
  readonly pairs: readonly { readonly id: number; readonly row: string; readonly became: string }[]
  /** The login that gave way. */
  readonly loginGivenUp: string | null
}

/** Bound to its merge: copied into another one by somebody who can write into the database, it undoes nothing. */
export function sealImage(encryption: Encryption, mergeId: number, image: BeforeImage): Buffer {
  return encryption.encrypt(JSON.stringify(image), imagePlace(mergeId))
}

/** Throws when no key of the ring made it, when it was altered, or when it belongs to another merge. */
export function openImage(encryption: Encryption, mergeId: number, bytes: Uint8Array): BeforeImage {
  return JSON.parse(encryption.decrypt(bytes, imagePlace(mergeId))) as BeforeImage
}

function imagePlace(mergeId: number): string {
  return cellPlace('merge_journal', 'before_encrypted', mergeId)
}
