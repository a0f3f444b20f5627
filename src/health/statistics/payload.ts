import { createHash } from 'node:crypto'
import { axes, type Measure, measures, schemaVersion, type TableOfAxes, tables } from './axes.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Group } from './count-cells.ts'
import { type Lattice, latticeOf, totalNode } from './lattice.ts'
import { rounded, roundedTo } from './round.ts'
import { type Figures, suppress } from './suppress.ts'

/** A count as it is sent. */
export type Figure = { readonly value: number } | { readonly value: null; readonly masque: true }
export type FigureSet = Readonly<Record<Measure, Figure>>

/** What is sent to calcium-dashboard: counts by group, and nothing of anybody. */
export interface Payload {
  readonly schema_version: string
  readonly sender: string | null
  /** The academic year, by the civil year in which it begins; counts are cumulated from there to `until`. */
  readonly year: number
  readonly until: string
  readonly threshold: number
  readonly rounded_to: number
  readonly establishments: readonly EstablishmentFigures[]
}

export interface EstablishmentFigures {
  readonly code: string
  readonly total: FigureSet
  readonly tables: readonly FigureTable[]
}

export interface FigureTable extends TableOfAxes {
  /** `row` and `column` null: the total of the row or of the column. */
  readonly cells: readonly (FigureSet & { readonly row: string | null; readonly column: string | null })[]
}

const lattice = latticeOf(tables.map((table) => [axes[table.rows].length, axes[table.columns].length]))

export function buildPayload(
  groups: readonly Group[],
  about: {
    readonly sender: string | null
    readonly year: number
    readonly until: string
    readonly threshold: number
  },
): Payload {
  const codes = [...new Set(groups.map((group) => group.establishment))].sort()
  return {
    schema_version: schemaVersion,
    ...about,
    rounded_to: roundedTo,
    establishments: codes.map((code) =>
      establishmentFigures(
        code,
        groups.filter((group) => group.establishment === code),
        about.threshold,
      ),
    ),
  }
}

function establishmentFigures(
  code: string,
  groups: readonly Group[],
  threshold: number,
): EstablishmentFigures {
  const figures = addedUp(groups, (group) => group.counts)
  const masks = suppress(
    lattice,
    figures,
    addedUp(groups, (group) => group.people),
    threshold,
  )
  const set = (node: number) =>
    Object.fromEntries(
      measures.map((measure): [Measure, Figure] => [
        measure,
        masks[measure][node] ? { value: null, masque: true } : { value: rounded(figures[measure][node]!) },
      ]),
    ) as Record<Measure, Figure>
  return {
    code,
    total: set(totalNode),
    tables: tables.map((table, t) => {
      const rows = [...axes[table.rows], null]
      const columns = [...axes[table.columns], null]
      const cells = rows.flatMap((row, i) =>
        columns.flatMap((column, j) => {
          if (row === null && column === null) return []
          const node =
            column === null ? lattice.row(t, i) : row === null ? lattice.column(t, j) : lattice.cell(t, i, j)
          return [{ row, column, ...set(node) }]
        }),
      )
      return { ...table, cells }
    }),
  }
}

function addedUp(
  groups: readonly Group[],
  countsOf: (group: Group) => Readonly<Record<Measure, number>>,
): Figures {
  return Object.fromEntries(
    measures.map((measure) => {
      const values = new Array<number>(lattice.nodes).fill(0)
      for (const group of groups) {
        const count = countsOf(group)[measure]
        for (const node of nodesOf(lattice, group)) values[node] = values[node]! + count
      }
      return [measure, values]
    }),
  ) as unknown as Figures
}

/** The total, and in each table the row, the column and the cell that a group is counted in. */
function nodesOf(within: Lattice, group: Group): number[] {
  return [
    totalNode,
    ...tables.flatMap((table, t) => {
      const row = (axes[table.rows] as readonly string[]).indexOf(group.of[table.rows])
      const column = (axes[table.columns] as readonly string[]).indexOf(group.of[table.columns])
      return [within.row(t, row), within.column(t, column), within.cell(t, row, column)]
    }),
  ]
}

/** How much is sent and how much of it is masked. */
export function sizeOf(payload: Payload): {
  readonly cells: number
  readonly masked: number
  readonly bytes: number
} {
  const sets = payload.establishments.flatMap((one) => [
    one.total,
    ...one.tables.flatMap((table) => table.cells),
  ])
  const figures = sets.flatMap((set) => measures.map((measure) => set[measure]))
  return {
    cells: figures.length,
    masked: figures.filter((figure) => figure.value === null).length,
    bytes: Buffer.byteLength(canonicalJson(payload)),
  }
}

/** Of the figures without their date: what was sent once is not sent again. */
export function fingerprintOf(payload: Payload): string {
  const { until: _, ...figures } = payload
  return createHash('sha256').update(canonicalJson(figures)).digest('hex')
}
