/**
 * Jaro-Winkler similarity of two names, 0 to 1, with a prefix weight of 0.1 on four characters at most (health.md 2.6).
 *
 * Our own, because the duplicate search asks for it a million times: the libraries at hand make arrays or sets of
 * characters at every call, which costs ten times the comparison, or leave out the bonus below 0.7, which is another rule.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return a.length === 0 ? 0 : 1
  // Which characters find each other may depend on whose turn it is: always the shorter name's.
  const jaro =
    a.length < b.length || (a.length === b.length && a < b) ? jaroSimilarity(a, b) : jaroSimilarity(b, a)
  if (jaro === 0) return 0
  const longest = Math.min(4, a.length, b.length)
  let prefix = 0
  while (prefix < longest && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** Which characters have found their like; grown for longer names, used again by every call. */
let matchedInA = new Uint8Array(64)
let matchedInB = new Uint8Array(64)

function jaroSimilarity(a: string, b: string): number {
  const { length } = a
  const lengthB = b.length
  const longer = Math.max(length, lengthB)
  if (longer > matchedInA.length) {
    matchedInA = new Uint8Array(longer * 2)
    matchedInB = new Uint8Array(longer * 2)
  }
  matchedInA.fill(0, 0, length)
  matchedInB.fill(0, 0, lengthB)
  const reach = Math.max(0, (longer >> 1) - 1)

  let matches = 0
  for (let i = 0; i < length; i++) {
    const character = a.charCodeAt(i)
    const end = Math.min(lengthB, i + reach + 1)
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (matchedInB[j] === 1 || b.charCodeAt(j) !== character) continue
      matchedInA[i] = 1
      matchedInB[j] = 1
      matches++
      break
    }
  }
  if (matches === 0) return 0

  let outOfPlace = 0
  for (let i = 0, j = 0; i < length; i++) {
    if (matchedInA[i] === 0) continue
    while (matchedInB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) outOfPlace++
    j++
  }
  return (matches / length + matches / lengthB + (matches - outOfPlace / 2) / matches) / 3
}
