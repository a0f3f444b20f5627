import type { Change } from '../match/merge-field.ts'

/** One value that changed: personal data. */
export interface ChangeSample {
  readonly line: number
  readonly before: string | null
  readonly after: string | null
}

/** What an import changes in records that were there before, by column. Constant memory. */
export interface ChangeDigest {
  add(change: Change, line: number): void
  counts(): Record<string, number>
  /** The first few of each column, in the order of the file; of the NIR none. */
  samples(): Record<string, readonly ChangeSample[]>
}

const samplesKept = 3

export function changeDigest(): ChangeDigest {
  const columns = new Map<string, { count: number; samples: ChangeSample[] }>()
  return {
    add({ field, old, new: now }, line) {
      let column = columns.get(field)
      if (column === undefined) {
        column = { count: 0, samples: [] }
        columns.set(field, column)
      }
      column.count++
      if (column.samples.length < samplesKept && field !== 'COD_NNI')
        column.samples.push({ line, before: old, after: now })
    },
    counts: () => Object.fromEntries([...columns].map(([field, { count }]) => [field, count])),
    samples: () =>
      Object.fromEntries(
        [...columns]
          .filter(([, { samples }]) => samples.length > 0)
          .map(([field, { samples }]) => [field, samples]),
      ),
  }
}
