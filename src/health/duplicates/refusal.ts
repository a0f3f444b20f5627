import type { Text } from '../../platform/text.ts'

/** Why a pair is not decided, two records are not merged, or a merge is not undone. */
export type DuplicateRefusalCode =
  | 'UNKNOWN_PAIR'
  | 'UNKNOWN_MERGE'
  /** Decided for good: merged, or no longer found. */
  | 'PAIR_CLOSED'
  /** The pair, or one of the two records, is not any more what was shown. */
  | 'STALE_VERSION'
  | 'MERGE_REFUSED'
  /** Health data would be kept unencrypted. */
  | 'NO_ENCRYPTION_KEY'
  /** An import, or somebody, is writing to the records at this moment. */
  | 'RECORD_BUSY'
  | 'UNDO_REFUSED'

export class DuplicateRefused extends Error {
  readonly code: DuplicateRefusalCode
  readonly text: Text
  /** What stands in the way, one by one, where there is more than one reason. */
  readonly reasons: readonly Text[]
  constructor(code: DuplicateRefusalCode, text: Text, reasons: readonly Text[] = []) {
    super(text.en)
    this.code = code
    this.text = text
    this.reasons = reasons
  }
}

export function unknownPair(): DuplicateRefused {
  return new DuplicateRefused('UNKNOWN_PAIR', {
    fr: 'Ce doublon possible n’existe pas, ou n’existe plus',
    en: 'This possible duplicate does not exist, or no longer does',
  })
}

export function unknownMerge(): DuplicateRefused {
  return new DuplicateRefused('UNKNOWN_MERGE', {
    fr: 'Aucune fusion ne porte ce numéro',
    en: 'No merge has this number',
  })
}

export function noEncryptionKey(): DuplicateRefused {
  return new DuplicateRefused('NO_ENCRYPTION_KEY', {
    fr: 'Une fusion garde, chiffré, l’état des deux dossiers d’avant, et aucune clé n’est réglée : demandez à l’exploitant de régler NOCTURNE_ENCRYPTION_KEYS (openssl rand -base64 32)',
    en: 'A merge keeps both records as they were, encrypted, and there is no key: ask whoever runs the server to set NOCTURNE_ENCRYPTION_KEYS (openssl rand -base64 32)',
  })
}
