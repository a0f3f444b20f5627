/** Identifiers in a chunk, a power of two: one bit each. */
const chunkIds = 1024

/**
 * A set of identifiers that mostly follow each other, as those of a sequence do: one bit each, where a Set takes some
 * forty bytes. A million students take 125 kB.
 */
export class IdSet {
  private readonly chunks = new Map<number, Uint32Array>()

  add(id: number): void {
    const index = Math.floor(id / chunkIds)
    let chunk = this.chunks.get(index)
    if (chunk === undefined) {
      chunk = new Uint32Array(chunkIds / 32)
      this.chunks.set(index, chunk)
    }
    const bit = id - index * chunkIds
    chunk[bit >>> 5]! |= 1 << (bit & 31)
  }

  has(id: number): boolean {
    const index = Math.floor(id / chunkIds)
    const chunk = this.chunks.get(index)
    if (chunk === undefined) return false
    const bit = id - index * chunkIds
    return (chunk[bit >>> 5]! & (1 << (bit & 31))) !== 0
  }
}
