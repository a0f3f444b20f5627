import { type Measure, measures, neverGreater, populationOf } from './axes.ts'
import { type Bounds, flowRanges } from './flow-ranges.ts'
import type { Lattice } from './lattice.ts'
import { meantBy, rounded } from './round.ts'

/** The true figures of one establishment, by node. */
export type Figures = Readonly<Record<Measure, readonly number[]>>
/** What is masked of them, by node. */
export type Masks = Readonly<Record<Measure, boolean[]>>

/**
 * All that somebody can work out who reads what is published and knows every rule: that figures are rounded, that sums
 * hold in every table and that the tables of an establishment share its total, that masked figures are positive unless
 * their population is masked, that nobody is seen who is not enrolled. Exact within a measure; between measures, ranges
 * are exchanged until nothing more follows.
 */
export function deduced(
  lattice: Lattice,
  figures: Figures,
  masks: Masks,
  threshold: number,
): Readonly<Record<Measure, Bounds>> {
  const known = Object.fromEntries(
    measures.map((measure) => [measure, published(measure, lattice, figures, masks, threshold)]),
  ) as Record<Measure, Bounds>
  const asked = (measure: Measure) => masks[measure].flatMap((masked, node) => (masked ? [node] : []))
  let stale = new Set<Measure>(measures)
  while (stale.size > 0) {
    for (const measure of stale)
      known[measure] = flowRanges(lattice, known[measure], figures[measure], asked(measure))
    stale = new Set()
    for (const [less, more] of neverGreater)
      for (let node = 0; node < lattice.nodes; node++) {
        if (known[less].hi[node]! > known[more].hi[node]!) {
          known[less].hi[node] = known[more].hi[node]!
          stale.add(less)
        }
        if (known[more].lo[node]! < known[less].lo[node]!) {
          known[more].lo[node] = known[less].lo[node]!
          stale.add(more)
        }
      }
  }
  return known
}

function published(
  measure: Measure,
  lattice: Lattice,
  figures: Figures,
  masks: Masks,
  threshold: number,
): Bounds {
  const lo: number[] = []
  const hi: number[] = []
  const population = populationOf[measure]
  for (let node = 0; node < lattice.nodes; node++) {
    const meant = masks[measure][node]
      ? { lo: population !== null && masks[population][node] ? 0 : 1, hi: Number.POSITIVE_INFINITY }
      : meantBy(rounded(figures[measure][node]!), threshold)
    lo.push(meant.lo)
    hi.push(meant.hi)
  }
  return { lo, hi }
}
