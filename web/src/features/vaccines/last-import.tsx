import { Box, Group, Skeleton, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import { useLastImport } from './calls/last-import.ts'
import { vaccineTexts } from './texts.ts'

/** How the last import of the reference went, in a line. */
export function LastImport() {
  const texts = useTexts(vaccineTexts)
  const { data, isPending, error, refetch } = useLastImport()
  return (
    <Section title={texts.lastImport}>
      {isPending ? (
        // About as tall as what comes: narrow windows break the line.
        <Box aria-busy="true">
          <Skeleton h={{ base: 104, sm: 26 }} radius="sm" />
        </Box>
      ) : error && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Text c="dimmed">{texts.neverImported}</Text>
      ) : (
        <>
          <Group gap="sm">
            <StateBadge state={data.state} />
            <DateTime at={data.endedAt ?? data.startedAt ?? data.queuedAt} seconds={false} />
            {data.detail && (
              <Text span>
                <Counts detail={data.detail} />
              </Text>
            )}
            <AnchorLink to={paths.run(data.id)}>{texts.seeRun}</AnchorLink>
          </Group>
          {data.error && (
            <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
              {data.error}
            </Text>
          )}
        </>
      )}
    </Section>
  )
}

function Counts({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  const texts = useTexts(vaccineTexts)
  const words = [
    [texts.received, detail.recus],
    [texts.created, detail.nouveaux],
    [texts.changed, detail.modifies],
    [texts.unchanged, detail.inchanges],
    [texts.deactivated, detail.desactives],
  ] as const
  return <>{words.flatMap(([word, n]) => (typeof n === 'number' ? [word(n)] : [])).join(', ')}</>
}
