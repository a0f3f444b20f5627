import { Group, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import { useLastUpdate } from './calls/managers-query.ts'
import { managersTexts } from './texts.ts'

/** How the last look at the directory went, in a line. */
export function LastUpdate() {
  const texts = useTexts(managersTexts)
  const { data, isPending, error, refetch } = useLastUpdate()
  return (
    <Section title={texts.lastRun}>
      {isPending ? (
        <LoadingRows rows={1} />
      ) : error && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Text c="dimmed">{texts.neverRun}</Text>
      ) : (
        <>
          <Group gap="sm">
            <StateBadge state={data.state} />
            <DateTime at={data.endedAt ?? data.startedAt ?? data.queuedAt} seconds={false} />
            <AnchorLink to={paths.run(data.id)}>{texts.seeRun}</AnchorLink>
          </Group>
          {data.error && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {data.error}
            </Text>
          )}
        </>
      )}
    </Section>
  )
}
