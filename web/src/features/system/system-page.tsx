import { Alert, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { useNow } from '../../ui/now.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { DatabaseSection } from './database-section.tsx'
import { DiskSection } from './disk-section.tsx'
import { FindingsSection } from './findings-section.tsx'
import { MailSection } from './mail-section.tsx'
import { MaintenanceSection } from './maintenance-section.tsx'
import { NodesSection } from './nodes-section.tsx'
import { QueueSection } from './queue-section.tsx'
import { systemQuery } from './system-state.ts'
import { systemTexts } from './texts.ts'
import { Verdict } from './verdict.tsx'

export function SystemPage() {
  const texts = useTexts(systemTexts)
  const { administrator } = useSession()
  const { data: system, error, refetch, dataUpdatedAt } = useQuery(systemQuery)
  const elapsed = Math.max(0, useNow() - dataUpdatedAt)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={
          system ? (
            <>
              {texts.seen} <RelativeTime at={dataUpdatedAt} />
            </>
          ) : (
            texts.description
          )
        }
      />
      {error && !system && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!system && !error && <LoadingRows rows={8} height={72} />}
      {system && (
        <Stack gap="lg">
          {error ? (
            // Never a green page when the server is dead.
            <Alert color="red" title={texts.stale} role="alert" />
          ) : (
            <Verdict system={system} now={Date.parse(system.now) + elapsed} />
          )}
          <NodesSection nodes={system.nodes} now={Date.parse(system.now) + elapsed} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <DatabaseSection database={system.database} />
            <QueueSection queue={system.queue} />
            <DiskSection disk={system.disk} />
            <MailSection mail={system.mail} />
          </SimpleGrid>
          <FindingsSection findings={system.findings} />
          {administrator && <MaintenanceSection />}
        </Stack>
      )}
    </>
  )
}
