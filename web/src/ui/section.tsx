import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface Props {
  readonly title: string
  readonly description?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of a page with its own heading (h2), on its own ground. */
export function Section({ title, description, actions, children }: Props) {
  const titleId = useId()
  return (
    <Paper component="section" aria-labelledby={titleId}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={2} id={titleId}>
              {title}
            </Title>
            {description && (
              <Text size="sm" c="dimmed" maw="64ch" component="div" style={{ textWrap: 'pretty' }}>
                {description}
              </Text>
            )}
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Paper>
  )
}
