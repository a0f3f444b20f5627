import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import { DateTime } from '../../ui/moments.tsx'
import type { ReferenceSync } from './calls/tables-query.ts'
import { referenceTablesTexts } from './texts.ts'

const tones: Readonly<Record<ReferenceSync['outcome'], Tone>> = {
  merged: 'applied',
  skipped: 'discarded',
  failed: 'failed',
}

/** What the last synchronisation made of a table, and when it was up to date if that did not go well. */
export function SyncCell({ sync }: { readonly sync: ReferenceSync | null }) {
  const texts = useTexts(referenceTablesTexts)
  if (sync === null)
    return (
      <Text size="sm" c="dimmed">
        {texts.never}
      </Text>
    )
  const { outcome, at, runId, cause, mergedAt } = sync
  const when = <DateTime at={at} seconds={false} />
  return (
    <Stack gap={2}>
      <Group gap="xs" wrap="nowrap">
        <WordBadge tone={tones[outcome]}>{texts.outcomes[outcome]}</WordBadge>
        {runId === null ? (
          when
        ) : (
          <Anchor component={Link} to={paths.run(runId)} size="sm" underline="always">
            {when}
          </Anchor>
        )}
      </Group>
      {cause !== null && (
        <Text size="xs" c="dimmed" maw="48ch" style={{ overflowWrap: 'anywhere' }}>
          {cause}
          {outcome === 'failed' && mergedAt !== null && (
            <>
              {' · '}
              {texts.mergedOn} <DateTime at={mergedAt} seconds={false} />
            </>
          )}
        </Text>
      )}
    </Stack>
  )
}
