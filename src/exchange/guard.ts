import type { Locale } from '../platform/text.ts'
import type { Tally } from './line-outcome.ts'

/** Shares (0 to 1) of a file's lines above which its plan waits for somebody's approval. */
export interface GuardLimits {
  readonly rejectedShare: number
  readonly changedShare: number
  readonly deletedShare: number
  /** A file with fewer data lines is never held: shares of a handful of lines mean nothing. */
  readonly minimumLines: number
}

/** Why a plan waits: a limit that it exceeds, or, once approved, a figure that is no longer the approved one. */
export type HoldReason = LimitExceeded | FigureMoved

export interface LimitExceeded {
  readonly kind: 'limit'
  readonly figure: 'rejected' | 'changed' | 'deleted'
  readonly lines: number
  readonly share: number
  readonly limit: number
}

export interface FigureMoved {
  readonly kind: 'moved'
  readonly figure: (typeof approvedFigures)[number]
  readonly approved: number
  readonly lines: number
}

/** What somebody approves: how many lines would do what. */
const approvedFigures = ['created', 'updated', 'partial', 'deleted', 'rejected'] as const
export type ApprovedFigures = Readonly<Record<(typeof approvedFigures)[number], number>>

/**
 * Says why a plan must be held; empty: it may be applied. Only what would really be written is guarded: a file
 * whose every line is rejected changes nothing, and there is nothing to approve.
 */
export function holdReasons(tally: Tally, limits: GuardLimits): LimitExceeded[] {
  const writes = tally.created + tally.updated + tally.partial + tally.deleted
  if (tally.lines < limits.minimumLines || writes === 0) return []
  const figures = [
    { figure: 'rejected', lines: tally.rejected, limit: limits.rejectedShare },
    { figure: 'changed', lines: tally.updated + tally.partial, limit: limits.changedShare },
    { figure: 'deleted', lines: tally.deleted, limit: limits.deletedShare },
  ] as const
  return figures
    .map((figure) => ({ kind: 'limit' as const, ...figure, share: figure.lines / tally.lines }))
    .filter(({ share, limit }) => share > limit)
}

/** Says where a plan differs from the one that was approved: the base has moved in between. */
export function movedFigures(tally: Tally, approved: ApprovedFigures): FigureMoved[] {
  return approvedFigures
    .filter((figure) => tally[figure] !== approved[figure])
    .map((figure) => ({ kind: 'moved', figure, approved: approved[figure], lines: tally[figure] }))
}

/** The reason in words, for logs and screens. */
export function describeHold(reason: HoldReason, locale: Locale): string {
  const name = figureNames[locale][reason.figure]
  if (reason.kind === 'moved')
    return locale === 'fr'
      ? `${reason.lines} ${name} au lieu des ${reason.approved} approuvés : la base a changé entre-temps`
      : `${reason.lines} ${name} instead of the ${reason.approved} approved: the base has changed since`
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share)
  const limit = locale === 'fr' ? 'limite' : 'limit'
  return `${reason.lines} ${name} (${percent(reason.share)}, ${limit} ${percent(reason.limit)})`
}

const figureNames = {
  fr: {
    created: 'dossiers créés',
    updated: 'dossiers mis à jour',
    changed: 'dossiers modifiés',
    partial: 'dossiers partiels',
    deleted: 'dossiers supprimés',
    rejected: 'lignes rejetées',
  },
  en: {
    created: 'records created',
    updated: 'records updated',
    changed: 'records changed',
    partial: 'partial records',
    deleted: 'records deleted',
    rejected: 'lines rejected',
  },
} as const
