import { scorePair } from '../score.ts'
import { type BlockCode, type Blocking, blockings } from './block-keys.ts'
import { type Blocks, blocksOf } from './blocks.ts'
import type { Breath } from './breath.ts'
import { NumberIndex } from './number-index.ts'
import { recordAt, type StudentColumns } from './student-columns.ts'

export interface SearchLimits {
  /** `seuil_min`. */
  readonly threshold: number
  /** `bloc_max`. */
  readonly blockMax: number
}

export interface FoundPairs {
  /** Pairs by way of meeting; one that met in several ways counts in each. */
  readonly met: Readonly<Record<BlockCode, number>>
  readonly skippedBlocks: number
  /** Score at least the threshold; each number is for `pairOf`, in ascending order. */
  readonly found: Float64Array
  /**
   * One INE, but a score below the threshold: the search shows no such pair, but does not take away the one that an
   * import has put there because it refuses every line with that INE (E_MULTI).
   */
  readonly sharedIne: Float64Array
}

/** The places of both records. */
export function pairOf(pair: number, size: number): readonly [number, number] {
  return [Math.floor(pair / size), pair % size]
}

/**
 * All pairs of records that meet in some way and resemble each other enough (health.md 2.6), of which at least one is
 * marked as changed. `progress` is told a share from 0 to 1.
 */
export async function findPairs(
  columns: StudentColumns,
  limits: SearchLimits,
  breath: Breath,
  progress: (share: number) => void,
): Promise<FoundPairs> {
  const { size, changed } = columns
  const met = { B1: 0, B2: 0, B3: 0, B4a: 0, B4b: 0, B5: 0, B6: 0 }
  const found = new NumberIndex()
  const sharedIne = new NumberIndex()
  let skippedBlocks = 0
  let done = 0

  function meet(blocking: Blocking, one: number, other: number): void {
    if (one === other || (changed[one] === 0 && changed[other] === 0)) return
    if (blocking.keep?.(one, other) === false) return
    if (blocking.countedElsewhere?.(one, other) !== true) met[blocking.code]++
    const pair = one < other ? one * size + other : other * size + one
    // Those that are found are not scored again. The others may be: remembering them would take more than it saves.
    if (found.find(pair) !== -1) return
    if (scorePair(recordAt(columns, one), recordAt(columns, other)) >= limits.threshold) found.add(pair)
    else if (blocking.code === 'B1') sharedIne.add(pair)
    if (found.size + sharedIne.size > mostPairs) throw new TooManyPairsError()
  }

  async function meetIn(blocking: Blocking, blocks: Blocks): Promise<void> {
    const { starts, members } = blocks
    const { owners, secondSide = 0 } = blocking
    const owner = (place: number) => (owners === undefined ? members[place]! : owners[members[place]!]!)
    for (let block = 0; block < blocks.count; block++) {
      const start = starts[block]!
      const end = starts[block + 1]!
      const middle = secondSide === 0 ? start : firstOf(members, start, end, secondSide)
      if (secondSide !== 0 && (middle === start || middle === end)) continue
      if (end - start > limits.blockMax) {
        skippedBlocks++
        continue
      }
      for (let one = start; one < (secondSide === 0 ? end : middle); one++)
        for (let other = secondSide === 0 ? one + 1 : middle; other < end; other++)
          meet(blocking, owner(one), owner(other))
      if (breath.isDue()) {
        progress((done + block / blocks.count) / ways)
        await breath.take()
      }
    }
  }

  for (const blocking of blockings(columns)) {
    await breath.take()
    await meetIn(blocking, blocksOf(blocking.keys))
    progress(++done / ways)
  }
  return { met, skippedBlocks, found: found.sorted(), sharedIne: withoutFound(sharedIne, found) }
}

/** Nobody could decide so many, and remembering them takes memory: the base or the parameters are at fault. */
const mostPairs = 5_000_000

export class TooManyPairsError extends Error {
  readonly code = 'TOO_MANY_PAIRS'
  constructor() {
    super(
      `plus de ${mostPairs} paires ressemblantes, rien n’a été écrit : relevez seuil_min ou baissez bloc_max`,
    )
  }
}

/** B5 comes twice: by e-mail, by code. */
const ways = 8

/** A pair that shares two INEs, or meets in another block with more points, is found after all. */
function withoutFound(sharedIne: NumberIndex, found: NumberIndex): Float64Array {
  return sharedIne.sorted().filter((pair) => found.find(pair) === -1)
}

/** Where the entries of the second side begin: members are in ascending order. */
function firstOf(members: Int32Array, start: number, end: number, from: number): number {
  let place = start
  while (place < end && members[place]! < from) place++
  return place
}
