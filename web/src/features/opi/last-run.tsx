import { Alert, Group, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import { opiBatch, useOpiBatch } from './calls/opi-queries.ts'
import { opiTexts } from './texts.ts'

/** When things were last poured, and whether they are at all. */
export function LastRun() {
  const texts = useTexts(opiTexts)
  const batch = useOpiBatch()
  if (batch.data === undefined) return null
  const { enabled, lastRun, runningRun } = batch.data
  const run = runningRun ?? lastRun
  return (
    <>
      {!enabled && (
        <Alert color="orange">
          {texts.outOfService}{' '}
          <AnchorLink inherit to={paths.batch(opiBatch)}>
            {texts.openBatch}
          </AnchorLink>
        </Alert>
      )}
      <Group gap="xs">
        {run === null ? (
          <Text size="sm" c="dimmed">
            {texts.neverRan}
          </Text>
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {texts.lastRun}
            </Text>
            <StateBadge state={run.state} />
            <AnchorLink to={paths.run(run.id)} size="sm">
              <RelativeTime at={run.endedAt ?? run.startedAt} />
            </AnchorLink>
          </>
        )}
      </Group>
    </>
  )
}
