import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconChartBar, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime, FileSize } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type StatisticPush, usePreparePreview, useStatistics } from './calls/statistics-queries.ts'
import { PushState } from './push-state.tsx'
import { statisticsTexts } from './texts.ts'

/** What was, and what would be, sent to calcium-dashboard; what is missing for it to leave. */
export function StatisticsPage() {
  const texts = useTexts(statisticsTexts)
  const textOf = useTextOf()
  const may = useMay()
  const navigate = useNavigate()
  const prepare = usePreparePreview()
  const list = useStatistics()
  const first = list.data?.pages[0]
  const pushes = list.data?.pages.flatMap((page) => page.items) ?? []
  const preparing = may('health', 'operator') && (
    <Button
      loading={prepare.isPending}
      onClick={() =>
        prepare.mutate(undefined, { onSuccess: ({ id }) => void navigate(paths.statisticPush(id)) })
      }
    >
      {texts.prepare}
    </Button>
  )
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} actions={preparing} />
      <Stack gap="lg">
        <ProblemAlert error={prepare.error} />
        {list.error && !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : !first ? (
          <LoadingRows rows={6} />
        ) : (
          <>
            <Alert
              color={first.missing ? 'blue' : 'green'}
              icon={first.missing ? <IconInfoCircle /> : <IconCheck />}
              title={first.missing ? texts.missingTitle : texts.readyTitle}
            >
              <Stack gap="xs">
                <Text size="sm">{first.missing ? texts.missing(textOf(first.missing)) : texts.ready}</Text>
                <Text size="sm">
                  {first.refreshedAt ? (
                    <>
                      {texts.refreshed} <DateTime at={first.refreshedAt} seconds={false} />
                    </>
                  ) : (
                    texts.neverRefreshed
                  )}
                </Text>
                <Group gap="md">
                  {first.missing && may('health', 'administrator') && (
                    <AnchorLink size="sm" to={paths.setting('health.statistics')}>
                      {texts.settings}
                    </AnchorLink>
                  )}
                  <AnchorLink size="sm" to={paths.batch('STAT_DASHBOARD')}>
                    {texts.batch}
                  </AnchorLink>
                </Group>
              </Stack>
            </Alert>
            <Section title={texts.history}>
              {pushes.length === 0 ? (
                <EmptyState title={texts.empty} icon={<IconChartBar size={32} />}>
                  {texts.emptyMore}
                </EmptyState>
              ) : (
                <Pushes pushes={pushes} />
              )}
              <MoreButton of={list}>{texts.more}</MoreButton>
            </Section>
          </>
        )}
      </Stack>
    </>
  )
}

function Pushes({ pushes }: { readonly pushes: readonly StatisticPush[] }) {
  const texts = useTexts(statisticsTexts)
  const dates = useDates()
  return (
    <TableFrame minWidth={760}>
      <Table aria-label={texts.history} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.built}</Table.Th>
            <Table.Th>{texts.period}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th ta="right">{texts.figures}</Table.Th>
            <Table.Th ta="right">{texts.masked}</Table.Th>
            <Table.Th ta="right">{texts.size}</Table.Th>
            <Table.Th>{texts.outcome}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pushes.map((push) => (
            <Table.Tr key={push.id}>
              <Table.Th scope="row">
                <AnchorLink to={paths.statisticPush(push.id)} inherit>
                  {dates.dateMinute(push.builtAt)}
                </AnchorLink>
              </Table.Th>
              <Table.Td>{texts.academicYear(push.year)}</Table.Td>
              <Table.Td>
                <PushState push={push} />
              </Table.Td>
              <Table.Td ta="right">{push.cells}</Table.Td>
              <Table.Td ta="right">{push.masked}</Table.Td>
              <Table.Td ta="right">
                <FileSize bytes={push.bytes} />
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{push.error ?? push.receipt ?? '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}
