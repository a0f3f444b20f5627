import type { Tally } from './line-outcome.ts'

/** Shares (0 to 1) of a file's lines above which its plan waits for somebody's approval. */
export interface GuardLimits {
  readonly rejectedShare: number
  readonly changedShare: number
  readonly deletedShare: number
  /** A file with fewer data lines is never held: shares of a handful of lines mean nothing. */
  readonly minimumLines: number
}

/** One limit that a plan exceeds. */
export interface HoldReason {
  readonly figure: 'rejected' | 'changed' | 'deleted'
  readonly lines: number
  readonly share: number
  readonly limit: number
}

/**
 * Says why a plan must be held; empty: it may be applied. Only what would really be written is guarded: a file
 * whose every line is rejected changes nothing, and there is nothing to approve.
 */
export function holdReasons(tally: Tally, limits: GuardLimits): HoldReason[] {
  const writes = tally.created + tally.updated + tally.partial + tally.deleted
  if (tally.lines < limits.minimumLines || writes === 0) return []
  const figures = [
    { figure: 'rejected', lines: tally.rejected, limit: limits.rejectedShare },
    { figure: 'changed', lines: tally.updated + tally.partial, limit: limits.changedShare },
    { figure: 'deleted', lines: tally.deleted, limit: limits.deletedShare },
  ] as const
  return figures
    .map(({ figure, lines, limit }) => ({ figure, lines, limit, share: lines / tally.lines }))
    .filter(({ share, limit }) => share > limit)
}

/** The reason in words, for logs and screens. */
export function describeHold(reason: HoldReason, locale: 'fr' | 'en'): string {
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share)
  const names = {
    fr: { rejected: 'lignes rejetées', changed: 'dossiers modifiés', deleted: 'dossiers supprimés' },
    en: { rejected: 'lines rejected', changed: 'records changed', deleted: 'records deleted' },
  }
  const limit = locale === 'fr' ? 'limite' : 'limit'
  return `${reason.lines} ${names[locale][reason.figure]} (${percent(reason.share)}, ${limit} ${percent(reason.limit)})`
}
