import type { Text } from '../../platform/text.ts'

/** What became of one record that another system sent, or that a line of a file says. */
export type FeedOutcome = TakenRecord | RejectedRecord

export interface TakenRecord {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly id: number
  /** By which systems know it: its code, dossier number or reference. Numbers that were given stand here. */
  readonly key: string
  /** What an update changed, by column. May be personal: never into logs. */
  readonly changes: readonly { readonly column: string; readonly before: unknown; readonly after: unknown }[]
}

export interface RejectedRecord {
  readonly outcome: 'rejected'
  /** The member at fault. */
  readonly path: string
  readonly message: Text
  /** Stable, where reports tell this rejection apart. */
  readonly code?: string
}

export function rejected(path: string, message: Text): RejectedRecord {
  return { outcome: 'rejected', path, message }
}

export function unknownCode(path: string, code: string, where: Text): RejectedRecord {
  const message = {
    fr: `Code inconnu : ${code.slice(0, 60)} (${where.fr})`,
    en: `Unknown code: ${code.slice(0, 60)} (${where.en})`,
  }
  return { ...rejected(path, message), code: 'UNKNOWN_CODE' }
}
