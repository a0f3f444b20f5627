import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

interface Props {
  readonly title: string
  /** Why there is nothing, and what would change that. */
  readonly children?: ReactNode
  readonly icon?: ReactNode
  readonly action?: ReactNode
}

/** A list without entries is drawn on purpose: it says why, and what to do. */
export function EmptyState({ title, children, icon, action }: Props) {
  return (
    <Stack className={classes.notice} align="center" gap="xs">
      {icon && (
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <Text fw={600}>{title}</Text>
      {children && (
        <Text c="dimmed" size="sm" maw="56ch" ta="center" component="div" className={classes.words ?? ''}>
          {children}
        </Text>
      )}
      {action}
    </Stack>
  )
}
