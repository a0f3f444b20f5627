/**
 * What looks like chance in SQL and is none: the same key and topic always give the same number. `draw('n', 'sex', 2)` is an
 * expression that gives 0 or 1 for each `n`, a bigint expression.
 */
export type Draw = (key: string, topic: string, among: number | string) => string

export function drawOf(seed: number): Draw {
  return (key, topic, among) =>
    `((hashint8extended((${key})::bigint, ${saltOf(seed, topic)}::bigint) & 2147483647) % ${among})`
}

/** FNV-1a: a topic as a whole number. */
function saltOf(seed: number, topic: string): number {
  let salt = 0x811c9dc5 ^ seed
  for (const character of topic) salt = Math.imul(salt ^ character.codePointAt(0)!, 0x01000193) >>> 0
  return salt
}
