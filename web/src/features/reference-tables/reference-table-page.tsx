import { Alert, Group, SegmentedControl, Stack } from '@mantine/core'
import { IconDatabase, IconLock } from '@tabler/icons-react'
import { useParams } from 'react-router'
import { isProblem } from '../../lib/api-problem.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { DownloadLink } from '../../ui/download-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { templateUrl, useReferenceRows } from './calls/tables-query.ts'
import { RejectsSection } from './rejects-section.tsx'
import { RowsTable } from './rows-table.tsx'
import { SyncCell } from './sync-cell.tsx'
import { referenceTablesTexts } from './texts.ts'

/** One reference table: its rows, and what the last synchronisation rejected of it. */
export function ReferenceTablePage() {
  const texts = useTexts(referenceTablesTexts)
  const textOf = useTextOf()
  const { table: code = '' } = useParams()
  const [{ q, service }, setState] = useUrlState({ q: '', service: 'all' })
  const found = useReferenceRows(code, { q: q.trim(), service })
  const first = found.data?.pages[0]
  const refused = isProblem(found.error) && found.error.code === 'FORBIDDEN'
  return (
    <>
      <PageHeader
        title={first === undefined ? texts.title : textOf(first.table.label)}
        breadcrumbs={<AnchorLink to={paths.referenceTables()}>{texts.title}</AnchorLink>}
        actions={<DownloadLink href={templateUrl(code)}>{texts.template}</DownloadLink>}
      />
      {refused ? (
        <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
          {texts.operatorsOnlyMore}
        </EmptyState>
      ) : found.error && !first ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : first === undefined ? (
        <LoadingRows rows={12} />
      ) : (
        <Stack gap="lg">
          {first.table.sync?.outcome === 'failed' ? (
            <Alert color="red" title={texts.leftAlone}>
              <SyncCell sync={first.table.sync} />
            </Alert>
          ) : (
            <SyncCell sync={first.table.sync} />
          )}
          <RejectsSection sync={first.table.sync} />
          <Group gap="md">
            <SearchBox label={texts.search} />
            <SegmentedControl
              aria-label={texts.shown}
              value={service}
              onChange={(value) => setState({ service: value })}
              data={[
                { value: 'all', label: texts.all },
                { value: 'in', label: texts.inUse },
                { value: 'out', label: texts.outOfUse },
              ]}
            />
          </Group>
          <Rows found={found} filtered={q !== '' || service !== 'all'} />
        </Stack>
      )}
    </>
  )
}

function Rows({
  found,
  filtered,
}: {
  readonly found: ReturnType<typeof useReferenceRows>
  readonly filtered: boolean
}) {
  const texts = useTexts(referenceTablesTexts)
  const pages = found.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  if (items.length === 0)
    return filtered ? (
      <EmptyState title={texts.nothingFound}>{texts.nothingFoundMore}</EmptyState>
    ) : (
      <EmptyState title={texts.empty} icon={<IconDatabase size={32} />}>
        {texts.emptyMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <RowsTable columns={pages[0]!.columns} items={items} busy={found.isPlaceholderData} />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
