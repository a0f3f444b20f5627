import { Button, Group, NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Batch } from '../../../../src/api/schemas/batches.ts'
import { intlLocales, useLocale } from '../../lib/locale.ts'
import { paths } from '../../lib/paths.ts'
import { usePreference } from '../../lib/preference.ts'
import { useMay } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { useBatches } from './calls/batches-query.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { EditWindowLoader } from './edit-window-loader.tsx'
import { type LaunchAct, LaunchOrCancel } from './launch/launch-or-cancel.tsx'
import { BatchCards } from './list/batch-cards.tsx'
import { BatchGrid } from './list/batch-grid.tsx'
import { BatchToolbar } from './list/batch-toolbar.tsx'
import { ChecksPanel } from './list/checks-panel.tsx'
import {
  columnNames,
  firstColumns,
  knownColumns,
  readSort,
  sortBatches,
  sortText,
} from './list/list-columns.ts'
import { listTexts } from './list/texts.ts'

/** The batch screen (admissions.md 1.2 to 1.6): the grid, its buttons, and who checks what is due. */
export function BatchesPage() {
  const texts = useTexts(listTexts)
  const navigate = useNavigate()
  const may = useMay()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const view = useBatchView()
  const { query, batches, filters, setFilters } = view
  const [selected, select] = useSelection()
  const [asked, setAsked] = useState<{ code: string | null; act: LaunchAct | null }>({
    code: null,
    act: null,
  })
  const batchOf = (code: string | null | undefined) => query.data?.items.find((batch) => batch.code === code)
  const batch = batchOf(selected)

  const open = (code: string) => setFilters({ edit: code }, 'push')
  const launchOrCancel = (one: Batch) =>
    setAsked({ code: one.code, act: one.requested ? 'cancel' : 'launch' })
  const refresh = async () => {
    const { isError } = await query.refetch()
    // What is shown stays; without a word one would take it for fresh.
    if (isError) notifications.show({ color: 'red', message: texts.refreshFailed })
  }
  const stop = (one: Batch) => setAsked({ code: one.code, act: 'stop' })

  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {!narrow && (
        <BatchToolbar
          batch={batch}
          refreshing={query.isRefetching}
          onRefresh={() => void refresh()}
          onOpen={() => batch && open(batch.code)}
          onHistory={() => batch && navigate(paths.batch(batch.code))}
          onLaunch={() => batch && launchOrCancel(batch)}
          mayLaunchSome={query.data?.items.some((one) => may(one.application, 'operator')) ?? false}
        />
      )}
      <Filters view={view} narrow={narrow} />
      {query.isPending ? (
        <LoadingRows rows={10} height={52} />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {batches.length === 0 ? (
            <NoBatch filtered={filters.q !== '' || filters.application !== ''} onClear={view.clear} />
          ) : narrow ? (
            <BatchCards batches={batches} onOpen={open} onLaunch={launchOrCancel} onStop={stop} />
          ) : (
            <BatchGrid
              batches={batches}
              columns={view.columns}
              sort={view.sort}
              onSort={(sort) => view.setSort(sortText(sort))}
              selected={selected}
              onSelect={select}
              onOpen={open}
              onStop={stop}
              stale={query.isPlaceholderData}
            />
          )}
          <ChecksPanel
            checks={query.data.checks}
            silent={query.isRefetchError}
            clockAheadMs={query.data.clockAheadMs}
          />
        </>
      )}
      <LaunchOrCancel
        // The dialogs are there before they open and after they close: that is how they give the focus back.
        batch={batchOf(asked.code) ?? batch ?? batches[0]}
        act={asked.act}
        onClose={() => setAsked(({ code }) => ({ code, act: null }))}
      />
      <EditWindowLoader code={filters.edit} onClose={() => setFilters({ edit: '', tab: '' })} />
    </>
  )
}

/** What is asked for, in which order and columns: in the address, and remembered per account. */
function useBatchView() {
  const locale = useLocale()
  const textOf = useTextOf()
  const [usualSort, setUsualSort] = usePreference('batches.sort', 'code')
  const [storedColumns, setColumns] = usePreference<readonly string[]>('batches.columns', firstColumns)
  const [filters, setFilters] = useUrlState({ q: '', application: '', sort: '', edit: '', tab: '' })
  const query = useBatches({ application: filters.application, search: filters.q })
  const sort = readSort(filters.sort || usualSort)
  const order = sortText(sort)
  const items = query.data?.items
  const batches = useMemo(
    () => sortBatches(items ?? [], readSort(order), (batch) => textOf(batch.label), intlLocales[locale]),
    [items, order, textOf, locale],
  )
  return {
    query,
    batches,
    filters,
    setFilters,
    sort,
    setSort(next: string) {
      setFilters({ sort: next })
      setUsualSort(next)
    },
    columns: knownColumns(storedColumns),
    setColumns,
    clear: () => setFilters({ q: '', application: '' }),
  }
}

let lastSelected: string | null = null

/** The row chosen; still so when one comes back from its history. */
function useSelection(): [string | null, (code: string) => void] {
  const [selected, setSelected] = useState(lastSelected)
  return [
    selected,
    (code) => {
      lastSelected = code
      setSelected(code)
    },
  ]
}

function Filters({ view, narrow }: { view: ReturnType<typeof useBatchView>; narrow: boolean | undefined }) {
  const texts = useTexts(listTexts)
  const textOf = useTextOf()
  const { applications } = useSession()
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Group gap="sm" style={{ flex: narrow ? 1 : undefined }}>
        <SearchBox label={texts.search} />
        {applications.length > 1 && (
          <NativeSelect
            aria-label={texts.application}
            value={view.filters.application}
            onChange={(event) => view.setFilters({ application: event.currentTarget.value })}
            data={[
              { value: '', label: texts.allApplications },
              ...applications.map(({ code, label }) => ({ value: code, label: textOf(label) })),
            ]}
            w={{ base: '100%', xs: 'auto' }}
          />
        )}
      </Group>
      {!narrow && (
        <ColumnChooser
          all={columnNames}
          chosen={view.columns}
          original={firstColumns}
          captions={texts.headers}
          onChange={view.setColumns}
        />
      )}
    </Group>
  )
}

function NoBatch({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const texts = useTexts(listTexts)
  if (!filtered) return <EmptyState title={texts.emptyTitle}>{texts.emptyDetail}</EmptyState>
  return (
    <EmptyState
      title={texts.noneTitle}
      action={
        <Button variant="default" size="xs" onClick={onClear}>
          {texts.clearFilters}
        </Button>
      }
    />
  )
}
