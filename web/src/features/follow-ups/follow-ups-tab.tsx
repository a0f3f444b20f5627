import { Button, Center, Group, Stack, Text } from '@mantine/core'
import { IconLock, IconMailOpened, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { type FollowUp, followUpsQuery } from './calls/follow-ups-query.ts'
import { FollowUpFilterBar, useFollowUpFilters } from './follow-up-filters.tsx'
import { FollowUpWindow } from './follow-up-window.tsx'
import { FollowUpsTable } from './follow-ups-table.tsx'
import { followUpTexts } from './texts.ts'

/** The follow-ups that meet the criteria, for those who work with them. */
export function FollowUpsTab({ operator }: { readonly operator: boolean }) {
  const texts = useTexts(followUpTexts)
  if (operator) return <FollowUpList />
  return (
    <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
      {texts.operatorsOnlyHint}
    </EmptyState>
  )
}

function FollowUpList() {
  const texts = useTexts(followUpTexts)
  const filters = useFollowUpFilters()
  const list = useInfiniteQuery(followUpsQuery(filters.asked))
  const [opened, setOpened] = useState<FollowUp | 'new' | null>(null)
  const items = list.data?.pages.flatMap((page) => page.items)
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <FollowUpFilterBar filters={filters} />
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setOpened('new')}>
          {texts.add}
        </Button>
      </Group>
      {list.error && !items && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingRows rows={10} height={44} />}
      {items?.length === 0 &&
        (filters.any ? (
          <EmptyState title={texts.noneFound}>{texts.noneFoundHint}</EmptyState>
        ) : (
          <EmptyState title={texts.none} icon={<IconMailOpened size={32} />}>
            {texts.noneHint}
          </EmptyState>
        ))}
      {items && items.length > 0 && (
        <>
          <FollowUpsTable followUps={items} stale={list.isPlaceholderData} onOpen={setOpened} />
          <Center>
            <Group>
              <Text size="sm" c="dimmed" role="status">
                {texts.shown(items.length)}
              </Text>
              {list.hasNextPage && (
                <Button
                  variant="default"
                  loading={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  {texts.more}
                </Button>
              )}
            </Group>
          </Center>
          {list.isFetchNextPageError && <ErrorState error={list.error} />}
        </>
      )}
      <FollowUpWindow opened={opened} onClose={() => setOpened(null)} />
    </Stack>
  )
}
