import xxhash from 'xxhash-wasm'

/**
 * Hashes raw lines to 64 bits (XXH64). `meaning` names all that decides what a line does besides its bytes
 * (rules, model, code lists): it seeds the hash, so that a line read under other rules has another hash.
 *
 * 64 bits are enough: with a million marks and ten thousand changed lines a night, a changed line is taken for
 * a known one once in two billion nights.
 */
export async function lineHasher(
  meaning: string,
): Promise<(bytes: Uint8Array, start: number, end: number) => bigint> {
  const { h64, h64Raw } = await xxhash()
  const seed = h64(meaning)
  return (bytes, start, end) => h64Raw(bytes.subarray(start, end), seed)
}
