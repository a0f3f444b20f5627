import { Group, Stack, Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ImportSummary } from '../../../../src/api/schemas/imports.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ExchangeBadge } from '../../ui/exchange/exchange-badge.tsx'
import { ExchangeFigures } from '../../ui/exchange/exchange-figures.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Section } from '../../ui/section.tsx'
import { useRecentImports } from './calls/recent-imports.ts'
import classes from './recent-imports.module.css'
import { importTexts } from './texts.ts'

/** « Derniers imports »: those of the night and those by hand, simulations too. */
export function RecentImports() {
  const texts = useTexts(importTexts)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRecentImports()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={texts.recent}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={8} height={56} />
      ) : items.length === 0 ? (
        <EmptyState title={texts.recentEmpty}>{texts.recentEmptyMore}</EmptyState>
      ) : (
        <Stack gap="md">
          {narrow ? <RecentList items={items} /> : <RecentTable items={items} />}
          <MoreButton of={{ hasNextPage, isFetchingNextPage, fetchNextPage }}>{texts.more}</MoreButton>
        </Stack>
      )}
    </Section>
  )
}

interface ItemsProps {
  readonly items: readonly ImportSummary[]
}

function RecentTable({ items }: ItemsProps) {
  const texts = useTexts(importTexts)
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label={texts.recent}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.when}</Table.Th>
            <Table.Th>{texts.fileName}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.figures}</Table.Th>
            <Table.Th>{texts.modelShort}</Table.Th>
            <Table.Th>{texts.by}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.runId} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function RecentList({ items }: ItemsProps) {
  const texts = useTexts(importTexts)
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <li key={item.runId} className={classes.item}>
          <Group justify="space-between" gap="xs">
            <ExchangeBadge of={item} />
            <Text span size="sm" c="dimmed">
              <DateTime at={item.begunAt} seconds={false} />
            </Text>
          </Group>
          <AnchorLink to={paths.importReport(item.runId)}>{item.fileName || `#${item.runId}`}</AnchorLink>
          <Text size="sm">
            <ExchangeFigures of={item} />
          </Text>
          <Text size="sm" c="dimmed">
            {[item.model, item.requestedBy ?? texts.nightly].filter((words) => words !== null).join(', ')}
          </Text>
        </li>
      ))}
    </ul>
  )
}

function Row({ item }: { readonly item: ImportSummary }) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  return (
    <Table.Tr>
      <Table.Td>
        <DateTime at={item.begunAt} seconds={false} />
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <AnchorLink to={paths.importReport(item.runId)} inherit>
          {item.fileName || `#${item.runId}`}
        </AnchorLink>
        {item.tally.lines > 0 && (
          <Text size="sm" c="dimmed">
            {texts.lineCount(item.tally.lines)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <ExchangeBadge of={item} />
        {item.dryRun && item.state !== 'simulated' && (
          <Text size="sm" c="dimmed">
            {texts.aSimulation}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <ExchangeFigures of={item} />
      </Table.Td>
      <Table.Td>{item.model}</Table.Td>
      <Table.Td>
        {item.requestedBy ?? (
          <Text span inherit c="dimmed" title={dates.dateTime(item.begunAt)}>
            {texts.nightly}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
