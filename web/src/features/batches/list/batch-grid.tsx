import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useRef } from 'react'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useTexts } from '../../../lib/texts.ts'
import { BatchCell } from './batch-cell.tsx'
import classes from './list.module.css'
import { type ColumnName, type Sort, sortKeys } from './list-columns.ts'
import { listTexts } from './texts.ts'

interface Props {
  readonly batches: readonly Batch[]
  readonly columns: readonly ColumnName[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly selected: string | null
  readonly onSelect: (code: string) => void
  readonly onOpen: (code: string) => void
  readonly onStop: (batch: Batch) => void
  /** The rows are those of other filters, until those asked for come. */
  readonly stale: boolean
}

const centred: readonly ColumnName[] = ['enabled', 'requested']
const widths: Partial<Record<ColumnName, string>> = {
  code: '9rem',
  label: '11rem',
  enabled: '5.5rem',
  requested: '7rem',
  schedule: '10rem',
  lastRun: '16rem',
}

/**
 * The table « Batches programmés », as an ARIA grid with one row selected: one stop for Tab, arrows move the selection
 * and the focus together, Enter edits. Rows are keyed by code, so that what an event changes is replaced in place.
 */
export function BatchGrid(props: Props) {
  const { batches, columns, sort, selected, onSelect, onOpen } = props
  const texts = useTexts(listTexts)
  const rows = useRef(new Map<string, HTMLTableRowElement>())
  const keysId = useId()
  const reachable = batches.some((batch) => batch.code === selected) ? selected : batches[0]?.code

  const onKey = (event: KeyboardEvent<HTMLTableRowElement>, code: string) => {
    // Keys pressed on a link or button of the row are theirs.
    if (event.target !== event.currentTarget) return
    const here = batches.findIndex((batch) => batch.code === code)
    const to = destination(event.key, here, batches.length)
    if (to !== null) {
      const next = batches[to]
      if (!next) return
      event.preventDefault()
      onSelect(next.code)
      rows.current.get(next.code)?.focus()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      onOpen(code)
    } else if (event.key === ' ') {
      event.preventDefault()
      onSelect(code)
    }
  }

  return (
    <div className={classes.scroll}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are chosen, which is what a grid is
        role="grid"
        className={`${classes.table} ${props.stale ? classes.stale : ''}`}
        aria-label={texts.grid}
        aria-describedby={keysId}
        aria-busy={props.stale}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column} column={column} sort={sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <tr
              key={batch.code}
              ref={(row) => {
                if (row) rows.current.set(batch.code, row)
                else rows.current.delete(batch.code)
              }}
              aria-selected={batch.code === selected}
              tabIndex={batch.code === reachable ? 0 : -1}
              data-off={!batch.enabled || !batch.known || undefined}
              data-batch={batch.code}
              onClick={() => onSelect(batch.code)}
              onDoubleClick={(event) => {
                if ((event.target as HTMLElement).closest('a, button')) return
                onSelect(batch.code)
                onOpen(batch.code)
              }}
              onKeyDown={(event) => onKey(event, batch.code)}
            >
              {columns.map((column) => (
                <td key={column} className={centred.includes(column) ? classes.centred : undefined}>
                  <BatchCell batch={batch} column={column} onStop={props.onStop} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <span id={keysId} hidden>
        {texts.gridKeys}
      </span>
    </div>
  )
}

function destination(key: string, here: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(here + 1, count - 1)
    case 'ArrowUp':
      return Math.max(here - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'PageDown':
      return Math.min(here + 10, count - 1)
    case 'PageUp':
      return Math.max(here - 10, 0)
    default:
      return null
  }
}

interface HeadingProps {
  readonly column: ColumnName
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

function Heading({ column, sort, onSort }: HeadingProps) {
  const texts = useTexts(listTexts)
  const caption = texts.headers[column]
  const width = widths[column]
  const style = width ? { minWidth: column === 'lastRun' ? width : undefined, width } : undefined
  if (!sortKeys[column]) {
    return (
      <th scope="col" style={style}>
        <div className={classes.heading}>{caption}</div>
      </th>
    )
  }
  const sorted = sort.column === column
  const Arrow = sorted ? (sort.descending ? IconArrowDown : IconArrowUp) : IconSelector
  return (
    <th
      scope="col"
      style={style}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={`${classes.sort} ${centred.includes(column) ? classes.centred : ''}`}
        title={texts.sortBy(caption)}
        onClick={() => onSort({ column, descending: sorted && !sort.descending })}
      >
        {caption}
        <Arrow
          size={14}
          className={classes.arrow ?? ''}
          data-idle={!sorted || undefined}
          aria-hidden="true"
        />
      </button>
    </th>
  )
}
