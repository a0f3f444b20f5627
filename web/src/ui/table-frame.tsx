import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './table-frame.module.css'

interface Props {
  /** Below it the table scrolls sideways, the page never does. */
  readonly minWidth: number
  readonly children: ReactNode
  /** What is shown is about to be replaced. */
  readonly busy?: boolean
}

/** Ground and frame of a table. */
export function TableFrame({ minWidth, children, busy = false }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      className={classes.frame ?? ''}
      aria-busy={busy}
      // A region that scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      {children}
    </Table.ScrollContainer>
  )
}
