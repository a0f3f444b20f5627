/** Numbers that stand for texts of which only the equality counts: a million of them take eight megabytes. */

/**
 * The first ten characters of an INE as one number, exactly: 36^10 is below 2^53. What has another shape (typed by
 * hand) goes by `textNumber`, in the negative numbers.
 */
export function ineNumber(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (end - start < 10) return -textNumber(bytes, start, end)
  let number = 0
  for (let index = start; index < start + 10; index++) {
    const byte = bytes[index]!
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x41 && byte <= 0x5a ? byte - 0x37 : -1
    if (digit === -1) return -textNumber(bytes, start, end)
    number = number * 36 + digit
  }
  return number + 1
}

/**
 * A hash of 52 bits, never 0. Of a million different e-mail addresses two have the same number once in ten thousand
 * bases, and then it takes a resemblance in all the rest to bring a wrong pair before a person's eyes.
 */
export function textNumber(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!
    high = Math.imul(high ^ byte, 0x5bd1e995)
    high ^= high >>> 15
    low = Math.imul(low ^ byte, 0x01000193)
    low = (low << 13) | (low >>> 19)
  }
  high = mixed(high ^ (end - start))
  low = mixed(low ^ high)
  return (high & 0xfffff) * 0x1_0000_0000 + (low >>> 0) + 1
}

/** The last step of murmur3: every bit counts in every bit. */
export function mixed(number: number): number {
  let bits = number
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
