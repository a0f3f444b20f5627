import type { ValueName } from '../../health/duplicates/merge/administrative-values.ts'
import type { MovingRow } from '../../health/duplicates/merge/moving-rows.ts'
import type { MergePreview } from '../../health/duplicates/merge/preview-merge.ts'
import type { JournalEntry } from '../../health/duplicates/merge/read-merges.ts'
import { DuplicateRefused } from '../../health/duplicates/refusal.ts'
import type { ReviewedGroup } from '../../health/duplicates/review/read-group.ts'
import type { ListedGroup, PairRow } from '../../health/duplicates/review/read-groups.ts'
import { reasonWords } from '../../health/duplicates/review/reason-words.ts'
import { problem } from '../problem.ts'
import type * as answer from '../schemas/health-duplicates.ts'

/** Runs an act on duplicates; its refusal becomes the problem of the same code, its reasons one by one. */
export async function answerDuplicates<T>(act: Promise<T>): Promise<T> {
  try {
    return await act
  } catch (error) {
    if (!(error instanceof DuplicateRefused)) throw error
    const { code, text, reasons } = error
    throw problem(code, {
      detail: text,
      ...(reasons.length === 0
        ? {}
        : { errors: reasons.map((message, index) => ({ path: `reasons.${index}`, message })) }),
    })
  }
}

export function pairAnswer(pair: PairRow): answer.DuplicatePair {
  return {
    ...pair,
    reasons: pair.reasons.map(({ code, points }) => ({ code, points, text: { ...reasonWords(code) } })),
    decidedAt: pair.decidedAt?.toISOString() ?? null,
    foundAt: pair.foundAt.toISOString(),
  }
}

export function groupAnswer({ pair, pairs, records }: ListedGroup): answer.DuplicateGroup {
  return { pair: pairAnswer(pair), pairs, records: records.map((record) => ({ ...record })) }
}

export function reviewAnswer({ pair, pairs, records, differences }: ReviewedGroup): answer.ReviewedGroup {
  return {
    pair: pairAnswer(pair),
    pairs: pairs.map(pairAnswer),
    records: records.map((record) => ({
      ...record,
      values: Object.fromEntries(
        Object.entries(record.values).map(([name, lines]) => [name, [...lines]]),
      ) as Record<ValueName, string[]>,
      formerInes: [...record.formerInes],
      enrolments: record.enrolments.map((enrolment) => ({ ...enrolment })),
      holds: { ...record.holds },
      sources: record.sources.map(({ model, seenAt }) => ({ model, seenAt: seenAt.toISOString() })),
      createdAt: record.createdAt.toISOString(),
    })),
    differences: [...differences],
  }
}

/** What rows of a table are called outside. */
const things: Readonly<Record<string, answer.HeldThing>> = {
  enrolment: 'enrolments',
  consultation: 'consultations',
  appointment: 'appointments',
  follow_up: 'followUps',
  vaccination: 'vaccinations',
  scan_file: 'documents',
  returned_mail: 'returnedLetters',
}

export function previewAnswer(preview: MergePreview, rows: readonly MovingRow[]): answer.MergePreview {
  // Equal enrolments of which the kept record's is the more recent do not move.
  const staying = new Set(
    preview.equalEnrolments
      .filter(({ stays }) => stays === 'kept')
      .map(({ year, establishment, component, diploma }) =>
        [year, establishment, component, diploma].filter((part) => part !== '').join(' '),
      ),
  )
  return {
    values: preview.values.map((value) => ({
      ...value,
      kept: [...value.kept],
      absorbed: [...value.absorbed],
    })),
    moves: preview.moves.map(({ table, rows: moving }) => ({
      thing: things[table]!,
      rows: moving,
      list: rows
        .filter((row) => row.table === table && !(table === 'enrolment' && staying.has(row.label ?? '')))
        .map(({ id, on, label }) => ({ id, on, label })),
    })),
    equalEnrolments: preview.equalEnrolments.map((enrolment) => ({ ...enrolment })),
    newAliases: [...preview.newAliases],
    login: { ...preview.login },
    followers: preview.followers,
    refusals: preview.refusals.map((text) => ({ ...text })),
    fingerprint: preview.fingerprint,
  }
}

export function mergeAnswer(entry: JournalEntry, now: string): answer.MergeEntry {
  const { image, moved, madeAt, undoableUntil, undoneAt, ...rest } = entry
  return {
    ...rest,
    madeAt: madeAt.toISOString(),
    undoableUntil: undoableUntil.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
    moved: Object.entries(moved)
      .filter(([table]) => things[table] !== undefined)
      .map(([table, rows]) => ({
        thing: things[table]!,
        rows: typeof rows === 'number' ? rows : rows.length,
      })),
    undoable: image && undoneAt === null && undoableUntil.getTime() >= Date.parse(now),
  }
}
