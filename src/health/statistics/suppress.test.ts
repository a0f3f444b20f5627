import { describe, expect, test } from 'vitest'
import { type SeededRandom, seededRandom } from '../../../test/support/seeded-random.ts'
import { type Measure, measures, neverGreater, populationOf } from './axes.ts'
import type { Bounds } from './flow-ranges.ts'
import { type Lattice, latticeOf, totalNode } from './lattice.ts'
import { rounded } from './round.ts'
import { type Figures, type Masks, suppress } from './suppress.ts'

/** Two measures are enough to see how one shows in another: the other three are those of nobody. */
type People = readonly { readonly cells: readonly number[]; readonly visits: number }[]

/** The figures of people, each in one cell of every table. */
function figuresOf(lattice: Lattice, people: People): { figures: Figures; counts: Figures } {
  const make = () => Object.fromEntries(measures.map((m) => [m, new Array(lattice.nodes).fill(0)]))
  const figures = make() as Record<Measure, number[]>
  const counts = make() as Record<Measure, number[]>
  for (const one of people) {
    const add = (into: Record<Measure, number[]>, measure: Measure, count: number) => {
      for (const node of one.cells) into[measure][node]! += count
    }
    add(figures, 'students', 1)
    add(counts, 'students', 1)
    if (one.visits === 0) continue
    for (const into of [figures, counts]) add(into, 'seen', 1)
    add(figures, 'consultations', one.visits)
    add(counts, 'consultations', 1)
  }
  return { figures, counts }
}

/** `rows[i][j]` people in each cell of one table. */
function table(rows: readonly (readonly number[])[], threshold = 11) {
  const lattice = latticeOf([[rows.length, rows[0]!.length]])
  const people = rows.flatMap((row, i) =>
    row.flatMap((count, j) =>
      Array.from({ length: count }, () => ({
        cells: [totalNode, lattice.row(0, i), lattice.column(0, j), lattice.cell(0, i, j)],
        visits: 0,
      })),
    ),
  )
  const { figures, counts } = figuresOf(lattice, people)
  const masks = suppress(lattice, figures, counts, threshold)
  const shown = (node: number) => (masks.students[node] ? null : rounded(figures.students[node]!))
  return {
    cells: rows.map((row, i) => row.map((_, j) => shown(lattice.cell(0, i, j)))),
    rows: rows.map((_, i) => shown(lattice.row(0, i))),
    columns: rows[0]!.map((_, j) => shown(lattice.column(0, j))),
    total: shown(totalNode),
  }
}

describe('21: small cells', () => {
  test('10 students are masked, 11 are sent as 10, 13 as 15, none as 0', () => {
    expect(
      table([
        [11, 13, 0],
        [40, 0, 60],
      ]).cells,
    ).toEqual([
      [10, 15, 0],
      [40, 0, 60],
    ])
    const { cells } = table([
      [10, 13, 0, 70],
      [40, 50, 0, 60],
    ])
    expect(cells[0]![0]).toBeNull()
    expect(cells.map((row) => row[2])).toEqual([0, 0])
  })

  test('a lone masked cell takes the next smallest of its row and of its column with it', () => {
    const { cells, rows, columns, total } = table([
      [10, 30, 90],
      [50, 80, 70],
      [60, 85, 95],
    ])
    expect(cells).toEqual([
      [null, null, 90],
      [null, null, 70],
      [60, 85, 95],
    ])
    expect([rows, columns, total]).toEqual([[130, 200, 240], [120, 195, 255], 570])
  })

  test('a population of less than the threshold: nothing but zeros is sent', () => {
    const sent = table([
      [9, 0],
      [1, 0],
    ])
    expect(sent).toEqual({
      cells: [
        [null, 0],
        [null, 0],
      ],
      rows: [null, null],
      columns: [null, 0],
      total: null,
    })
  })

  test('eleven people in groups of which none can be large: the total would tell, and is masked too', () => {
    expect(table([[9, 1, 1]]).total).toBeNull()
  })

  test('the threshold is a parameter', () => {
    expect(
      table(
        [
          [5, 60],
          [70, 80],
        ],
        5,
      ).cells[0]![0],
    ).toBe(5)
    expect(
      table(
        [
          [4, 60],
          [70, 80],
        ],
        5,
      ).cells[0]![0],
    ).toBeNull()
  })

  test('visits of a masked group are masked with it, even where there were none', () => {
    const lattice = latticeOf([[1, 3]])
    const group = (j: number, count: number, visits: number) =>
      Array.from({ length: count }, () => ({
        cells: [totalNode, lattice.row(0, 0), lattice.column(0, j), lattice.cell(0, 0, j)],
        visits,
      }))
    const { figures, counts } = figuresOf(lattice, [
      ...group(0, 8, 0),
      ...group(1, 20, 2),
      ...group(2, 90, 0),
    ])
    const masks = suppress(lattice, figures, counts, 11)
    const cell = (j: number) => lattice.cell(0, 0, j)
    expect(masks.students[cell(0)]).toBe(true)
    expect([masks.seen[cell(0)], masks.consultations[cell(0)]]).toEqual([true, true])
    // Nobody is masked who does not exist: visits of the third group are 0, and said.
    expect([masks.students[cell(2)], masks.seen[cell(2)]]).toEqual([false, false])
  })
})

/**
 * The attacker: knows all rules and reads all that is published. Written apart from the product's own reasoning: tries
 * every whole number in every cell of two tables of two by two that share their total.
 */
describe('an attacker who tries every possibility', () => {
  const effort = process.env.SOAK ? 20 : 1
  const threshold = 5
  const lattice = latticeOf([
    [2, 2],
    [2, 2],
  ])
  /** No figure of these populations comes near. */
  const most = 26

  interface Published {
    readonly value: Readonly<Record<Measure, readonly (number | null)[]>>
  }

  function publish(figures: Figures, masks: Masks): Published {
    const value = Object.fromEntries(
      measures.map((measure) => [
        measure,
        figures[measure].map((count, node) => (masks[measure][node] ? null : rounded(count))),
      ]),
    ) as Record<Measure, (number | null)[]>
    return { value }
  }

  function stated(measure: Measure, { value }: Published): Bounds {
    const population = populationOf[measure]
    const known = value[measure].map((one, node) => {
      if (one === null)
        return { lo: population !== null && value[population][node] === null ? 0 : 1, hi: most * 4 }
      const counts = Array.from({ length: most * 4 }, (_, count) => count).filter(
        (count) => rounded(count) === one && (count === 0 || count >= threshold),
      )
      return { lo: counts[0]!, hi: counts.at(-1)! }
    })
    return { lo: known.map((one) => one.lo), hi: known.map((one) => one.hi) }
  }

  /** Every assignment of one table within the bounds: the ranges of its nodes by total. */
  function enumerate(t: number, { lo, hi }: Bounds): Map<number, { lo: number[]; hi: number[] }> {
    const nodes = [
      lattice.cell(t, 0, 0),
      lattice.cell(t, 0, 1),
      lattice.cell(t, 1, 0),
      lattice.cell(t, 1, 1),
      lattice.row(t, 0),
      lattice.row(t, 1),
      lattice.column(t, 0),
      lattice.column(t, 1),
    ]
    const fits = (node: number, value: number) => value >= lo[node]! && value <= hi[node]!
    const found = new Map<number, { lo: number[]; hi: number[] }>()
    const values = new Array<number>(8).fill(0)
    const upTo = (node: number) => Math.min(hi[node]!, most)
    for (let a = lo[nodes[0]!]!; a <= upTo(nodes[0]!); a++)
      for (let b = lo[nodes[1]!]!; b <= upTo(nodes[1]!); b++) {
        if (!fits(nodes[4]!, a + b)) continue
        for (let c = lo[nodes[2]!]!; c <= upTo(nodes[2]!); c++) {
          if (!fits(nodes[6]!, a + c)) continue
          // What is known of the margins and of the total bounds the last cell.
          const abc = a + b + c
          const least = Math.max(lo[nodes[3]!]!, lo[nodes[5]!]! - c, lo[nodes[7]!]! - b, lo[totalNode]! - abc)
          const top = Math.min(upTo(nodes[3]!), hi[nodes[5]!]! - c, hi[nodes[7]!]! - b, hi[totalNode]! - abc)
          for (let d = least; d <= top; d++) {
            const total = abc + d
            let ranges = found.get(total)
            if (ranges === undefined) {
              ranges = { lo: new Array(lattice.nodes).fill(1000), hi: new Array(lattice.nodes).fill(0) }
              found.set(total, ranges)
            }
            values[0] = a
            values[1] = b
            values[2] = c
            values[3] = d
            values[4] = a + b
            values[5] = c + d
            values[6] = a + c
            values[7] = b + d
            // Millions of times: by index.
            for (let index = 0; index < 8; index++) {
              const node = nodes[index]!
              const value = values[index]!
              if (value < ranges.lo[node]!) ranges.lo[node] = value
              if (value > ranges.hi[node]!) ranges.hi[node] = value
            }
          }
        }
      }
    return found
  }

  function attack(measure: Bounds): Bounds {
    const both = [enumerate(0, measure), enumerate(1, measure)]
    const lo = [...measure.lo]
    const hi = [...measure.hi]
    const totals = [...both[0]!.keys()].filter((total) => both[1]!.has(total))
    for (let node = 0; node < lattice.nodes; node++) {
      const seen = totals.flatMap((total) => {
        if (node === totalNode) return [{ lo: total, hi: total }]
        // The nodes of the other table stay at their beginnings.
        const of = both.map((one) => one.get(total)!).find((one) => one.lo[node]! <= one.hi[node]!)!
        return [{ lo: of.lo[node]!, hi: of.hi[node]! }]
      })
      lo[node] = Math.min(...seen.map((one) => one.lo))
      hi[node] = Math.max(...seen.map((one) => one.hi))
    }
    return { lo, hi }
  }

  /** All that follows: each measure by itself, then what one says of another, until nothing more follows. */
  function everythingToldBy(published: Published, known: Partial<Record<Measure, Bounds>> = {}) {
    const told = Object.fromEntries(
      attacked.map((measure) => {
        const said = stated(measure, published)
        const before = known[measure]
        return [
          measure,
          before === undefined
            ? said
            : {
                lo: said.lo.map((lo, node) => Math.max(lo, before.lo[node]!)),
                hi: said.hi.map((hi, node) => Math.min(hi, before.hi[node]!)),
              },
        ]
      }),
    ) as Record<Measure, Bounds>
    for (let changed = true; changed; ) {
      const before = JSON.stringify(told)
      for (const measure of attacked) told[measure] = attack(told[measure])
      for (const [less, more] of neverGreater.filter(
        ([a, b]) => attacked.includes(a) && attacked.includes(b),
      ))
        for (let node = 0; node < lattice.nodes; node++) {
          told[less].hi[node] = Math.min(told[less].hi[node]!, told[more].hi[node]!)
          told[more].lo[node] = Math.max(told[more].lo[node]!, told[less].lo[node]!)
        }
      changed = JSON.stringify(told) !== before
    }
    return told
  }
  const attacked: readonly Measure[] = ['students', 'seen']

  /** Masked figures, not 0, that are known to the unit or known to be small. */
  function foundOut(figures: Figures, masks: Masks, told: Record<Measure, Bounds>): string[] {
    return attacked.flatMap((measure) =>
      masks[measure].flatMap((masked, node) => {
        const { lo, hi } = told[measure]
        if (!masked || figures[measure][node] === 0) return []
        const small = hi[node]! < threshold || lo[node] === hi[node]
        return small ? [`${measure} ${node}: ${lo[node]} to ${hi[node]}`] : []
      }),
    )
  }

  function population(random: SeededRandom): People {
    const size = random.between(0, 21)
    // Uneven groups: most people are alike.
    const pick = () => (random.chance(0.3) ? 1 : 0)
    return Array.from({ length: size }, () => {
      const cells = [0, 1].flatMap((t) => {
        const i = pick()
        const j = pick()
        return [lattice.row(t, i), lattice.column(t, j), lattice.cell(t, i, j)]
      })
      return { cells: [totalNode, ...cells], visits: random.chance(0.5) ? 1 : 0 }
    })
  }

  test('finds out no masked figure, from all margins and both tables together', () => {
    const random = seededRandom(20260302)
    let masked = 0
    for (let turn = 0; turn < 60 * effort; turn++) {
      const { figures, counts } = figuresOf(lattice, population(random))
      const masks = suppress(lattice, figures, counts, threshold)
      masked += masks.students.filter(Boolean).length
      expect(foundOut(figures, masks, everythingToldBy(publish(figures, masks))), `turn ${turn}`).toEqual([])
    }
    expect(masked).toBeGreaterThan(100)
  })

  test('would find many without the secondary suppression: this attacker is a real one', () => {
    const random = seededRandom(20260302)
    let found = 0
    for (let turn = 0; turn < 20; turn++) {
      const { figures, counts } = figuresOf(lattice, population(random))
      const masks = Object.fromEntries(
        measures.map((measure) => [measure, counts[measure].map((count) => count > 0 && count < threshold)]),
      ) as unknown as Masks
      found += foundOut(figures, masks, everythingToldBy(publish(figures, masks))).length
    }
    expect(found).toBeGreaterThan(5)
  })

  test('knows no single person from two weekly sendings: what grew by one or two is not told to the unit', () => {
    const random = seededRandom(42)
    for (let turn = 0; turn < 30 * effort; turn++) {
      const first = population(random)
      const second = [...first, ...population(random).slice(0, random.between(1, 2))]
      const sent = [first, second].map((people) => {
        const { figures, counts } = figuresOf(lattice, people)
        const masks = suppress(lattice, figures, counts, threshold)
        return { figures, masks, published: publish(figures, masks) }
      })
      // Counts are cumulated: what is known of one week bounds the other.
      const [one, two] = sent.map(({ published }) => everythingToldBy(published)) as [
        Record<Measure, Bounds>,
        Record<Measure, Bounds>,
      ]
      const across = Object.fromEntries(attacked.map((m) => [m, { lo: one[m].lo, hi: two[m].hi }])) as Record<
        Measure,
        Bounds
      >
      const told = sent.map(({ published }) => everythingToldBy(published, across))
      for (const [week, { figures, masks }] of sent.entries())
        for (const measure of attacked)
          for (const [node, masked] of masks[measure].entries()) {
            if (!masked || figures[measure][node] === 0) continue
            const { lo, hi } = told[week]![measure]
            expect(
              lo[node] === hi[node],
              `turn ${turn}, week ${week}: ${measure} ${node} = ${lo[node]}`,
            ).toBe(false)
          }
    }
  })
})
