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

/** What lets a plan through: limits, figures that somebody has seen, or both. */
export interface Guard {
  readonly limits: GuardLimits | null
  readonly seen: SeenFigures | null
}

/** Figures that somebody approved, or that a simulation showed to whoever then asked for the import. */
export interface SeenFigures {
  readonly figures: ApprovedFigures
  readonly by: 'approval' | 'simulation'
}

/** Why a plan waits: a limit that it exceeds, or a figure that is no longer the one that somebody has seen. */
export type HoldReason = LimitExceeded | FigureMoved | TooManyDeletions

/** A command file with more lines than this that delete something as a whole. */
export interface TooManyDeletions {
  readonly kind: 'deletions'
  readonly figure: 'deletions'
  readonly lines: number
  readonly limit: number
}

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
  /** What was seen. */
  readonly approved: number
  readonly lines: number
  /** Where it was seen; absent in older records: an approval. */
  readonly since?: SeenFigures['by']
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

/** Says where a plan differs from the one that was seen: the base has moved in between. */
export function movedFigures(tally: Tally, { figures, by }: SeenFigures): FigureMoved[] {
  return approvedFigures
    .filter((figure) => tally[figure] !== figures[figure])
    .map((figure) => ({
      kind: 'moved',
      figure,
      approved: figures[figure],
      lines: tally[figure],
      since: by,
    }))
}

/** All that holds a plan back: figures first, since they say that the others may be news. */
export function guardVerdict(tally: Tally, guard: Guard | null): HoldReason[] {
  if (guard === null) return []
  return [
    ...(guard.seen === null ? [] : movedFigures(tally, guard.seen)),
    ...(guard.limits === null ? [] : holdReasons(tally, guard.limits)),
  ]
}

/** The reason in words, for logs and screens. */
export function describeHold(reason: HoldReason, locale: Locale): string {
  const counted = countedFigure(reason.figure, reason.lines, locale)
  if (reason.kind === 'moved') return describeMove(reason, counted, locale)
  if (reason.kind === 'deletions')
    return `${counted} (${locale === 'fr' ? 'limite' : 'limit'} ${numberText(reason.limit, locale)})`
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share)
  const limit = locale === 'fr' ? 'limite' : 'limit'
  return `${counted} (${percent(reason.share)}, ${limit} ${percent(reason.limit)})`
}

function describeMove({ approved: before, since }: FigureMoved, counted: string, locale: Locale): string {
  const approved = numberText(before, locale)
  if (locale === 'fr') {
    const then = since === 'simulation' ? 'dans la simulation' : "lors de l'approbation"
    return `${counted} au lieu de ${approved} ${then} : la base a changé entre-temps`
  }
  const then = since === 'simulation' ? 'in the simulation' : 'when it was approved'
  return `${counted} instead of ${approved} ${then}: the base has changed since`
}

function countedFigure(figure: HoldReason['figure'], lines: number, locale: Locale): string {
  const plural = new Intl.PluralRules(locale).select(lines) !== 'one'
  return `${numberText(lines, locale)} ${figureNames[locale][figure][plural ? 1 : 0]}`
}

/** `399 994`; the log files are ISO-8859-1, which lacks the narrow space of French figures. */
function numberText(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale).format(value).replaceAll('\u202f', '\u00a0')
}

/** One, and several. */
const figureNames = {
  fr: {
    created: ['dossier créé', 'dossiers créés'],
    updated: ['dossier mis à jour', 'dossiers mis à jour'],
    changed: ['dossier modifié', 'dossiers modifiés'],
    partial: ['dossier partiel', 'dossiers partiels'],
    deleted: ['dossier supprimé', 'dossiers supprimés'],
    deletions: ['ligne de suppression', 'lignes de suppression'],
    rejected: ['ligne rejetée', 'lignes rejetées'],
  },
  en: {
    created: ['record created', 'records created'],
    updated: ['record updated', 'records updated'],
    changed: ['record changed', 'records changed'],
    partial: ['partial record', 'partial records'],
    deleted: ['record deleted', 'records deleted'],
    deletions: ['deleting line', 'deleting lines'],
    rejected: ['line rejected', 'lines rejected'],
  },
} as const
