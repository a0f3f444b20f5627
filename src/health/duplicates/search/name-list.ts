import { nameKey } from '../../student-import/line/name-key.ts'
import { type ComparedName, comparedName } from '../compared-record.ts'
import { mixed } from '../number-key.ts'

/**
 * The different names of a base, each kept once with its phonetic key: a million students have some ten thousand first
 * names. Looked up by their bytes as PostgreSQL sends them, so that a name known already makes no string.
 */
export class NameList {
  readonly names: ComparedName[] = []
  private readonly keys = new ByteIndex()
  private readonly spellings = new ByteIndex()
  /** Spelling → name. */
  private readonly nameOf: number[] = []

  /** The index of a name that is a key already. */
  addKey(bytes: Buffer, start: number, end: number): number {
    const index = this.keys.add(bytes, start, end)
    if (index === this.names.length) this.names.push(comparedName(bytes.toString('utf8', start, end)))
    return index
  }

  /** The index of a name as somebody wrote it. */
  addSpelling(bytes: Buffer, start: number, end: number): number {
    const spelling = this.spellings.add(bytes, start, end)
    if (spelling === this.nameOf.length) {
      const key = Buffer.from(nameKey(bytes.toString('utf8', start, end)))
      this.nameOf.push(this.addKey(key, 0, key.length))
    }
    return this.nameOf[spelling]!
  }
}

/** Gives byte strings an index in the order of their coming. */
class ByteIndex {
  private count = 0
  private slots = new Int32Array(1 << 12)
  private hashes = new Int32Array(1 << 12)
  /** Where each string begins in `store`; the next one's beginning is its end. */
  private starts = new Float64Array(1 << 12)
  private store = Buffer.alloc(1 << 16)

  add(bytes: Buffer, start: number, end: number): number {
    let hash = end - start
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ bytes[index]!, 0x01000193)
    hash = mixed(hash)
    const last = this.slots.length - 1
    let slot = hash & last
    for (; this.slots[slot] !== 0; slot = (slot + 1) & last)
      if (this.hashes[slot] === hash && this.isAt(this.slots[slot]! - 1, bytes, start, end))
        return this.slots[slot]! - 1

    this.keep(bytes, start, end)
    this.hashes[slot] = hash
    this.slots[slot] = ++this.count
    if (this.count * 2 > this.slots.length) this.grow()
    return this.count - 1
  }

  private isAt(index: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.starts[index]!
    if (this.starts[index + 1]! - from !== end - start) return false
    for (let offset = 0; offset < end - start; offset++)
      if (this.store[from + offset] !== bytes[start + offset]) return false
    return true
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    const from = this.starts[this.count]!
    const to = from + end - start
    if (to > this.store.length) {
      const larger = Buffer.alloc(Math.max(this.store.length * 2, to))
      this.store.copy(larger)
      this.store = larger
    }
    bytes.copy(this.store, from, start, end)
    if (this.count + 2 > this.starts.length) {
      const larger = new Float64Array(this.starts.length * 2)
      larger.set(this.starts)
      this.starts = larger
    }
    this.starts[this.count + 1] = to
  }

  private grow(): void {
    const { slots, hashes } = this
    this.slots = new Int32Array(slots.length * 2)
    this.hashes = new Int32Array(slots.length * 2)
    const last = this.slots.length - 1
    for (let old = 0; old < slots.length; old++) {
      if (slots[old] === 0) continue
      let slot = hashes[old]! & last
      while (this.slots[slot] !== 0) slot = (slot + 1) & last
      this.slots[slot] = slots[old]!
      this.hashes[slot] = hashes[old]!
    }
  }
}
