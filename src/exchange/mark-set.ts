/**
 * The marks of a model, in memory: hash of a raw line → the record that the line left unchanged. A hash table
 * in typed arrays, 16 bytes an entry at half load, because a JavaScript Map of a million bigints takes ten times
 * as much.
 */
export class MarkSet {
  /** How many marks it holds. */
  size = 0
  private hashes: BigUint64Array
  private records: Float64Array

  constructor(expected = 0) {
    const capacity = capacityFor(expected)
    this.hashes = new BigUint64Array(capacity)
    this.records = new Float64Array(capacity)
  }

  /** Adds a mark; `record` is a positive identifier. The first record of a hash stays. */
  add(hash: bigint, record: number): void {
    if ((this.size + 1) * 2 > this.hashes.length) this.grow()
    const slot = this.slotOf(hash)
    if (this.records[slot] !== 0) return
    this.hashes[slot] = hash
    this.records[slot] = record
    this.size++
  }

  /** The record that the line of this hash left as it stands, or 0. */
  recordOf(hash: bigint): number {
    return this.records[this.slotOf(hash)]!
  }

  /** Where `hash` is, or the free slot where it would go. A record of 0 is a free slot. */
  private slotOf(hash: bigint): number {
    const last = this.hashes.length - 1
    let slot = Number(hash & 0xffffffffn) & last
    while (this.records[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) & last
    return slot
  }

  private grow(): void {
    const { hashes, records } = this
    this.hashes = new BigUint64Array(hashes.length * 2)
    this.records = new Float64Array(records.length * 2)
    for (let slot = 0; slot < records.length; slot++) {
      if (records[slot] === 0) continue
      const free = this.slotOf(hashes[slot]!)
      this.hashes[free] = hashes[slot]!
      this.records[free] = records[slot]!
    }
  }
}

/** A power of two with room for `expected` entries at half load. */
function capacityFor(expected: number): number {
  let capacity = 1024
  while (capacity < expected * 2) capacity *= 2
  return capacity
}
