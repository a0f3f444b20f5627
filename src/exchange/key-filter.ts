import xxhash from 'xxhash-wasm'

/**
 * Answers "can this key have been seen?" in constant memory (a Bloom filter): `false` is certain, `true` is
 * worth a look-up. It saves a first import its look-ups, as no key of it is known, and finds the few lines that
 * share a key with an earlier one.
 */
export interface KeyFilter {
  /** Adds the key; true when it may have been there already. */
  add(key: string): boolean
  has(key: string): boolean
}

/** A cache line, in bits: all probes of a key lie in one, so that a key costs one memory access, not four. */
const blockBits = 512

/** `bytes` of memory, a power of two; the default serves ten million keys (a false yes in a thousand). */
export async function keyFilter(bytes = 1 << 24): Promise<KeyFilter> {
  const { h32 } = await xxhash()
  const words = new Int32Array(bytes / 4)
  const blockMask = (bytes * 8) / blockBits - 1

  function probe(key: string, write: boolean): boolean {
    const block = (h32(key, 0) & blockMask) * (blockBits / 32)
    const places = h32(key, 0x9e3779b9)
    let seen = true
    // Three places of nine bits each.
    for (let shift = 0; shift < 27; shift += 9) {
      const place = (places >>> shift) & (blockBits - 1)
      const word = block + (place >>> 5)
      const flag = 1 << (place & 31)
      if ((words[word]! & flag) !== 0) continue
      if (!write) return false
      seen = false
      words[word]! |= flag
    }
    return seen
  }
  return { add: (key) => probe(key, true), has: (key) => probe(key, false) }
}
