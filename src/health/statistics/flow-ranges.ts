import type { Lattice } from './lattice.ts'

export interface Bounds {
  readonly lo: number[]
  /** `Infinity`: nothing is known. */
  readonly hi: number[]
}

/**
 * The least and greatest value that each of `asked` can have, when every node lies within `bounds` and all sums hold:
 * exact, by augmenting flows. `truth` is any assignment within the bounds (the true one, for whoever masks).
 */
export function flowRanges(
  lattice: Lattice,
  bounds: Bounds,
  truth: readonly number[],
  asked: readonly number[],
): Bounds {
  const lo = [...bounds.lo]
  const hi = [...bounds.hi]
  for (const node of asked) {
    const { from, to } = lattice
    const value = truth[node]!
    hi[node] = value + pushed(lattice, bounds, truth, node, to[node]!, from[node]!, bounds.hi[node]! - value)
    lo[node] = value - pushed(lattice, bounds, truth, node, from[node]!, to[node]!, value - bounds.lo[node]!)
  }
  return { lo, hi }
}

/** How much more can flow from `source` to `sink` past `without`, up to `limit`. */
function pushed(
  lattice: Lattice,
  { lo, hi }: Bounds,
  truth: readonly number[],
  without: number,
  source: number,
  sink: number,
  limit: number,
): number {
  const flow = [...truth]
  const out = outgoing(lattice)
  let sum = 0
  while (sum < limit) {
    const by: ({ edge: number; forward: boolean; room: number } | undefined)[] = new Array(lattice.vertices)
    const seen = new Uint8Array(lattice.vertices)
    seen[source] = 1
    const queue = [source]
    for (let at = queue.shift(); at !== undefined && seen[sink] === 0; at = queue.shift())
      for (const { edge, forward, next } of out[at]!) {
        if (edge === without || seen[next] === 1) continue
        const room = forward ? hi[edge]! - flow[edge]! : flow[edge]! - lo[edge]!
        if (room <= 0) continue
        seen[next] = 1
        by[next] = { edge, forward, room }
        queue.push(next)
      }
    if (seen[sink] === 0) return sum
    let amount = limit - sum
    for (let at = sink; at !== source; at = previous(lattice, by[at]!))
      amount = Math.min(amount, by[at]!.room)
    if (amount === Number.POSITIVE_INFINITY) return amount
    for (let at = sink; at !== source; at = previous(lattice, by[at]!)) {
      const { edge, forward } = by[at]!
      flow[edge] = flow[edge]! + (forward ? amount : -amount)
    }
    sum += amount
  }
  return sum
}

function previous(lattice: Lattice, step: { edge: number; forward: boolean }): number {
  return step.forward ? lattice.from[step.edge]! : lattice.to[step.edge]!
}

interface Arc {
  readonly edge: number
  readonly forward: boolean
  readonly next: number
}

const arcs = new WeakMap<Lattice, Arc[][]>()

function outgoing(lattice: Lattice): Arc[][] {
  let known = arcs.get(lattice)
  if (known === undefined) {
    known = Array.from({ length: lattice.vertices }, () => [])
    for (let edge = 0; edge < lattice.nodes; edge++) {
      known[lattice.from[edge]!]!.push({ edge, forward: true, next: lattice.to[edge]! })
      known[lattice.to[edge]!]!.push({ edge, forward: false, next: lattice.from[edge]! })
    }
    arcs.set(lattice, known)
  }
  return known
}
