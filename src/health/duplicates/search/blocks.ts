import { NumberIndex } from './number-index.ts'

/** Groups of entries with one key: the entries of block `n` are `members[starts[n]]` to `members[starts[n + 1] - 1]`. */
export interface Blocks {
  readonly count: number
  readonly starts: Int32Array
  readonly members: Int32Array
}

/** Groups the entries 0 … by their keys; an entry of key 0 is in no block. Blocks of one are left out. */
export function blocksOf(keys: Float64Array): Blocks {
  const index = new NumberIndex(keys.length)
  const blockOf = new Int32Array(keys.length)
  const sizes = new Int32Array(keys.length + 1)
  for (let entry = 0; entry < keys.length; entry++) {
    const key = keys[entry]!
    if (key === 0) {
      blockOf[entry] = -1
      continue
    }
    const block = index.add(key)
    blockOf[entry] = block
    sizes[block]!++
  }

  const starts = [0]
  const nextPlace = new Int32Array(index.size)
  let total = 0
  for (let block = 0; block < index.size; block++) {
    if (sizes[block] === 1) {
      nextPlace[block] = -1
      continue
    }
    nextPlace[block] = total
    total += sizes[block]!
    starts.push(total)
  }
  const members = new Int32Array(total)
  for (let entry = 0; entry < keys.length; entry++) {
    const block = blockOf[entry]!
    if (block !== -1 && nextPlace[block] !== -1) members[nextPlace[block]!++] = entry
  }
  return { count: starts.length - 1, starts: Int32Array.from(starts), members }
}
