import { ActionIcon, Anchor, Box, Button, Group, Text, Title } from '@mantine/core'
import { IconDownload, IconPencil, IconPlayerPlay, IconPlayerStop, IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { Navigate, useLocation, useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { usePreference } from '../../lib/preference.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useBatch } from './calls/batch-query.ts'
import { historyCsv, useHistory } from './calls/history-query.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { EditWindowLoader } from './edit-window-loader.tsx'
import { DurationsPanel } from './history/durations-panel.tsx'
import classes from './history/history.module.css'
import { HistoryFilterBar } from './history/history-filters.tsx'
import { HistoryTable, OlderRuns } from './history/history-table.tsx'
import { NextInstants } from './history/next-instants.tsx'
import { firstRunColumns, knownRunColumns, runColumns } from './history/run-columns.ts'
import { historyTexts } from './history/texts.ts'
import { useHistoryFilters } from './history/use-history-filters.ts'
import { type LaunchAct, LaunchOrCancel } from './launch/launch-or-cancel.tsx'
import { useLaunchStanding } from './list/launch-standing.ts'
import { VerdictBadge } from './list/verdict-badge.tsx'
import { NotReady } from './not-ready.tsx'

/** One batch: its history (health.md 1.7), how long it takes, when it is due next. */
export function BatchPage() {
  const texts = useTexts(historyTexts)
  const textOf = useTextOf()
  const { code = '' } = useParams()
  const { search } = useLocation()
  const query = useBatch(code)
  const [address, setAddress] = useUrlState({ edit: '', tab: '', launch: '' })
  const [act, setAct] = useState<LaunchAct | null>(null)
  const batch = query.data?.batch
  const standingOf = useLaunchStanding()
  const standing = batch && standingOf(batch)
  // A link from elsewhere brings here to launch: the question is the same, and only where the button would ask it.
  const asked = address.launch !== '' && standing === 'launch' ? 'launch' : null
  const Launch = batch?.requested ? IconPlayerStop : IconPlayerPlay
  // Known by another of its names: on to its page.
  if (batch && batch.code !== code) return <Navigate to={paths.batch(batch.code) + search} replace />

  return (
    <>
      <PageHeader
        title={texts.title(code)}
        breadcrumbs={
          <AnchorLink to={paths.batches()} size="sm">
            {texts.back}
          </AnchorLink>
        }
        description={batch && textOf(batch.label)}
        aside={batch && <VerdictBadge batch={batch} />}
        actions={
          batch && (
            <>
              <Button
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden="true" />}
                onClick={() => setAddress({ edit: code }, 'push')}
              >
                {batch.actions.edit ? texts.edit : texts.consult}
              </Button>
              {standing !== 'rights' && (
                <Button
                  variant={batch.requested ? 'default' : 'filled'}
                  disabled={standing === 'off' || standing === 'unknown'}
                  title={standing === 'off' ? texts.offNoLaunch : undefined}
                  leftSection={<Launch size={16} aria-hidden="true" />}
                  onClick={() => setAct(batch.requested ? 'cancel' : 'launch')}
                >
                  {batch.requested ? texts.cancelLaunch : texts.launch}
                </Button>
              )}
            </>
          )
        }
      />
      {query.isPending ? (
        <LoadingRows rows={12} height={48} />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {standing === 'off' && (
            <Text size="sm" c="dimmed" mb="md">
              {texts.offNoLaunch}
            </Text>
          )}
          {query.data.notReady && (
            <Box mb="md">
              <NotReady why={query.data.notReady} />
            </Box>
          )}
          <div className={classes.top}>
            <DurationsPanel code={code} />
            <NextInstants page={query.data} />
          </div>
          <History code={code} />
        </>
      )}
      <LaunchOrCancel
        batch={batch}
        act={act ?? asked}
        onClose={() => {
          setAct(null)
          setAddress({ launch: '' })
        }}
      />
      <EditWindowLoader code={address.edit} onClose={() => setAddress({ edit: '', tab: '' })} />
    </>
  )
}

function History({ code }: { readonly code: string }) {
  const texts = useTexts(historyTexts)
  const filters = useHistoryFilters()
  const query = useHistory(code, filters.filters)
  const [storedColumns, setColumns] = usePreference<readonly string[]>('history.columns', firstRunColumns)
  const columns = knownRunColumns(storedColumns)
  const runs = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="runs-title">
      <div className={classes.head}>
        <Title order={2} id="runs-title">
          {texts.runs}
        </Title>
        <Group gap="sm">
          <Anchor href={historyCsv(code, filters.filters)} download size="sm" className={classes.csv ?? ''}>
            <IconDownload size={16} aria-hidden="true" /> {texts.exportCsv}
          </Anchor>
          <ColumnChooser
            all={runColumns}
            chosen={columns}
            original={firstRunColumns}
            captions={texts.headers}
            onChange={setColumns}
            trigger={
              <ActionIcon variant="default" size="lg" aria-label={texts.gear} title={texts.gear}>
                <IconSettings size={18} aria-hidden="true" />
              </ActionIcon>
            }
          />
        </Group>
      </div>
      <div className={classes.filters}>
        <HistoryFilterBar state={filters} />
      </div>
      {query.isPending ? (
        <LoadingRows rows={8} height={44} />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : runs.length === 0 ? (
        filters.any ? (
          <EmptyState
            title={texts.none}
            action={
              <Button variant="default" size="xs" onClick={filters.clear}>
                {texts.clearFilters}
              </Button>
            }
          />
        ) : (
          <EmptyState title={texts.never}>{texts.neverDetail}</EmptyState>
        )
      ) : (
        <>
          <HistoryTable
            label={texts.title(code)}
            runs={runs}
            columns={columns}
            stale={query.isPlaceholderData}
          />
          <OlderRuns
            shown={runs.length}
            hasMore={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </section>
  )
}
