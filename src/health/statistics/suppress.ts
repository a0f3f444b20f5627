import { measures, populationOf } from './axes.ts'
import { deduced, type Figures, type Masks } from './deduce.ts'
import { type Lattice, totalNode } from './lattice.ts'

/**
 * Which figures of one establishment are masked (health.md 2.10). `people` counts the distinct students behind each.
 *
 * 1. Primary: 1 to `threshold` − 1 people. 0 stays 0.
 * 2. With their population: visits of a masked group are masked with it, even where there were none.
 * 3. Secondary: a lone masked figure of a sum takes the next smallest with it; then, as long as `deduced` could tell
 *    from all tables together that a masked figure is smaller than the threshold, or its very value, one more is masked.
 *
 * Guaranteed of every masked figure that is not 0: with all that is published of the establishment, by exact reasoning
 * over each measure's sums and ranges exchanged between measures, it may be two values at least, and `threshold` or
 * more. (That a masked group had no visit at all may be worked out: 0 is nothing to hide.)
 */
export function suppress(lattice: Lattice, figures: Figures, people: Figures, threshold: number): Masks {
  const masks = Object.fromEntries(
    measures.map((measure) => [measure, people[measure].map((count) => count > 0 && count < threshold)]),
  ) as unknown as Masks
  const settle = () => {
    do followPopulations(masks)
    while (maskBesideLoneOnes(lattice, figures, masks))
  }
  settle()
  for (;;) {
    const told = deduced(lattice, figures, masks, threshold)
    let more = false
    for (const measure of measures)
      for (let node = 0; node < lattice.nodes; node++) {
        if (!masks[measure][node] || figures[measure][node] === 0) continue
        const { lo, hi } = told[measure]
        if (hi[node]! >= threshold && lo[node]! < hi[node]!) continue
        const beside = nextToMask(lattice, figures[measure], masks[measure], node)
        if (beside === null) continue
        masks[measure][beside] = true
        more = true
      }
    if (!more) return masks
    settle()
  }
}

/** What is masked of a group is masked of its visits, none included: that would tell of the others. */
function followPopulations(masks: Masks): void {
  for (const measure of measures) {
    const population = populationOf[measure]
    if (population === null) continue
    for (const [node, masked] of masks[population].entries()) if (masked) masks[measure][node] = true
  }
}

/** True when something was masked: then populations are to be looked at again. */
function maskBesideLoneOnes(lattice: Lattice, figures: Figures, masks: Masks): boolean {
  let changed = false
  for (const measure of measures)
    for (const line of lattice.lines) {
      const masked = line.filter((node) => masks[measure][node])
      if (masked.length !== 1) continue
      const beside =
        smallest(figures[measure], masks[measure], line.slice(1)) ??
        smallest(figures[measure], masks[measure], line)
      if (beside === null) continue
      masks[measure][beside] = true
      changed = true
    }
  return changed
}

/** The figure whose masking hides `node` best at the least loss: beside it, then above it, then anywhere. */
function nextToMask(
  lattice: Lattice,
  values: readonly number[],
  masks: readonly boolean[],
  node: number,
): number | null {
  const lines = lattice.linesOf[node]!.map((index) => lattice.lines[index]!)
  return (
    smallest(
      values,
      masks,
      lines.flatMap((line) => line.slice(1)),
    ) ??
    smallest(
      values,
      masks,
      lines.map((line) => line[0]!),
    ) ??
    smallest(
      values,
      masks,
      Array.from({ length: lattice.nodes - 1 }, (_, index) => index + 1),
    ) ??
    smallest(values, masks, [totalNode])
  )
}

function smallest(
  values: readonly number[],
  masks: readonly boolean[],
  nodes: readonly number[],
): number | null {
  let found: number | null = null
  for (const node of nodes)
    if (!masks[node] && values[node]! > 0 && (found === null || values[node]! < values[found]!)) found = node
  return found
}

export type { Figures, Masks }
