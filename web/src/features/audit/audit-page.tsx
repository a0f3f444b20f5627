import { Button, Center, Group, Stack, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditEntry } from '../../../../src/api/schemas/audit.ts'
import { apiUrl } from '../../lib/api-client.ts'
import { useTexts } from '../../lib/texts.ts'
import { DownloadLink } from '../../ui/download-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import { AuditFilterBar } from './audit-filter-bar.tsx'
import { useAuditFilters } from './audit-filters.ts'
import { AuditTable } from './audit-table.tsx'
import { ChainSection } from './chain-section.tsx'
import { auditQuery } from './search-audit.ts'
import { auditTexts } from './texts.ts'

export function AuditPage() {
  const texts = useTexts(auditTexts)
  const filters = useAuditFilters()
  const search = useInfiniteQuery(auditQuery(filters.asked))
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  const entries = search.data?.pages.flatMap((page) => page.items)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={<DownloadLink href={apiUrl('/api/audit.csv', filters.asked)}>{texts.export}</DownloadLink>}
      />
      <Stack gap="md">
        <AuditFilterBar filters={filters} />
        {search.error && !entries && (
          <ErrorState error={search.error} onRetry={() => void search.refetch()} />
        )}
        {search.isPending && <LoadingRows rows={12} height={48} />}
        {entries?.length === 0 && (
          <EmptyState title={texts.emptyTitle} icon={<IconHistory size={32} />}>
            {texts.emptyDetail}
          </EmptyState>
        )}
        {entries && entries.length > 0 && (
          <>
            <AuditTable entries={entries} stale={search.isPlaceholderData} onOpen={setOpened} />
            <Center>
              <Group>
                <Text size="sm" c="dimmed" role="status">
                  {texts.shown(entries.length)}
                </Text>
                {search.hasNextPage ? (
                  <Button
                    variant="default"
                    loading={search.isFetchingNextPage}
                    onClick={() => void search.fetchNextPage()}
                  >
                    {texts.more}
                  </Button>
                ) : (
                  <Text size="sm" c="dimmed">
                    {texts.end}
                  </Text>
                )}
              </Group>
            </Center>
            {search.isFetchNextPageError && <ErrorState error={search.error} />}
          </>
        )}
        <ChainSection />
      </Stack>
      <AuditDrawer entry={opened} onClose={() => setOpened(null)} />
    </>
  )
}
