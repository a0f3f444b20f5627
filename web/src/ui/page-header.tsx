import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePageTitle } from '../lib/page-title.ts'
import classes from './page-header.module.css'

interface Props {
  readonly title: string
  /** One sentence on what the page is for, or facts on what it shows. */
  readonly description?: ReactNode
  /** Beside the title: a badge, a state. */
  readonly aside?: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
  /** Above the title: where one is. */
  readonly breadcrumbs?: ReactNode
}

/** Head of a page: its only h1, which also names the tab. */
export function PageHeader({ title, description, aside, actions, breadcrumbs }: Props) {
  usePageTitle(title)
  return (
    <Stack component="header" gap={4} mb="lg">
      {breadcrumbs && <div className={classes.breadcrumbs}>{breadcrumbs}</div>}
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} flex="1 1 20rem" miw={0}>
          <Group gap="sm" align="center">
            <Title order={1} className={classes.title ?? ''}>
              {title}
            </Title>
            {aside}
          </Group>
          {description && (
            <Text c="dimmed" maw="72ch" component="div" className={classes.description ?? ''}>
              {description}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </Stack>
  )
}
