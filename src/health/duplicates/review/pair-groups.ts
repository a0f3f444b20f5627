/** A pair that is waiting for a decision, as lists need it. */
export interface OpenPair {
  readonly id: number
  readonly a: number
  readonly b: number
  readonly score: number
  readonly state: 'new' | 'later'
}

export interface PairGroup<P extends OpenPair> {
  /** The best pair of the group, by which the group is known. */
  readonly head: P
  /** Best first. */
  readonly pairs: readonly P[]
  readonly records: readonly number[]
}

/**
 * Connected components of undecided pairs (health.md 2.6): three records of one person are one group. A group with at
 * least one new pair is to be reviewed, by its best new pair; one whose pairs all wait for later is for later.
 */
export function groupPairs<P extends OpenPair>(pairs: readonly P[]): PairGroup<P>[] {
  const parent = new Map<number, number>()
  const root = (id: number): number => {
    let at = id
    while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at)!
    parent.set(id, at)
    return at
  }
  for (const { a, b } of pairs) parent.set(root(a), root(b))
  const groups = new Map<number, P[]>()
  for (const pair of [...pairs].sort(bestFirst)) {
    const key = root(pair.a)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [pair])
    else group.push(pair)
  }
  return [...groups.values()]
    .map((group) => ({
      head: group.find(({ state }) => state === 'new') ?? group[0]!,
      pairs: group,
      records: [...new Set(group.flatMap(({ a, b }) => [a, b]))].sort((one, other) => one - other),
    }))
    .sort((one, other) => bestFirst(one.head, other.head))
}

function bestFirst(one: OpenPair, other: OpenPair): number {
  return other.score - one.score || one.id - other.id
}
