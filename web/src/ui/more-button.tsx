import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  /** An infinite query, or these three of it. */
  readonly of: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    fetchNextPage(): Promise<unknown>
  }
  readonly children: ReactNode
}

/** Under a list that has more rows than it shows; nothing under one that is whole. */
export function MoreButton({ of, children }: Props) {
  if (!of.hasNextPage) return null
  return (
    <Group justify="center">
      <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {children}
      </Button>
    </Group>
  )
}
