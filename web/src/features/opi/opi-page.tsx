import { Alert, Button, Group, Stack, Tabs } from '@mantine/core'
import { IconDatabaseOff, IconTransfer } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { tell } from '../../ui/tell.ts'
import { AttachmentSection } from './attachment-section.tsx'
import { BulkMenu } from './bulk-menu.tsx'
import { attachmentBatch } from './calls/attachment-queries.ts'
import { useRetryOpi } from './calls/opi-acts.ts'
import { type OpiSummary, opiBatch, useOpiList, useOpiSummary } from './calls/opi-queries.ts'
import { CauseList } from './cause-list.tsx'
import { DayFiles } from './day-files.tsx'
import { fileTexts } from './file-texts.ts'
import { LastRun } from './last-run.tsx'
import { OpiTable } from './opi-table.tsx'
import { StateTiles } from './state-tiles.tsx'
import { opiTexts } from './texts.ts'

const filters = { state: '', cause: '', dossier: '' }

/** « OPI »: what is poured into the information system, what waits, and what stands in the way. */
export function OpiPage() {
  const texts = useTexts(opiTexts)
  const may = useMay()
  const summary = useOpiSummary()
  const campaign = summary.data?.campaign ?? null
  const [{ view }] = useUrlState({ view: '' })
  // The one whose work is looked at.
  const batch = view === 'attachments' ? attachmentBatch : opiBatch
  return (
    <>
      <PageHeader
        title={texts.title}
        description={campaign === null ? texts.descriptionPlain : texts.description(campaign.label)}
        actions={
          <>
            {campaign !== null && may('admissions', 'administrator') && <BulkMenu campaign={campaign.code} />}
            <Button component={Link} to={paths.batch(batch)} variant="default">
              {batch}
            </Button>
          </>
        }
      />
      {summary.error && !summary.data ? (
        <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
      ) : !summary.data ? (
        <LoadingRows rows={6} />
      ) : (
        <Sections summary={summary.data} />
      )}
    </>
  )
}

/** Wishes; beside them attachments with Apogée, the files of the days with Pégase. */
function Sections({ summary }: { readonly summary: OpiSummary }) {
  const texts = useTexts(fileTexts)
  const [{ view }, setView] = useUrlState({ view: '', state: '', cause: '', piece: '' })
  const { sisKind } = summary
  const other = sisKind === 'P' ? 'files' : sisKind === 'A' ? 'attachments' : null
  if (other === null) return <Queue summary={summary} />
  return (
    <Tabs
      value={view === other ? other : 'queue'}
      onChange={(chosen) => setView({ view: chosen === other ? other : '', state: '', cause: '', piece: '' })}
      keepMounted={false}
    >
      <Tabs.List mb="md" aria-label={texts.views}>
        <Tabs.Tab value="queue">{texts.queue}</Tabs.Tab>
        <Tabs.Tab value={other}>{texts[other]}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="queue">
        <Queue summary={summary} />
      </Tabs.Panel>
      <Tabs.Panel value={other}>{other === 'files' ? <DayFiles /> : <AttachmentSection />}</Tabs.Panel>
    </Tabs>
  )
}

function Queue({ summary }: { readonly summary: OpiSummary }) {
  const texts = useTexts(opiTexts)
  const [{ state, cause }, setFilters] = useUrlState(filters)
  const { campaign, causes, used, targetConfigured } = summary
  const none = Object.values(summary.states).every((count) => count === 0)
  if (!targetConfigured && none)
    return (
      <EmptyState title={texts.noTarget} icon={<IconDatabaseOff size={32} />}>
        {texts.noTargetMore}
      </EmptyState>
    )
  if (campaign === null)
    return (
      <EmptyState
        title={texts.noCampaign}
        icon={<IconTransfer size={32} />}
        action={<AnchorLink to={paths.campaigns()}>{texts.campaigns}</AnchorLink>}
      >
        {texts.noCampaignMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {!used && (
        <Alert color="orange" title={texts.notUsed}>
          {texts.notUsedMore}{' '}
          <AnchorLink inherit to={paths.admissionsParameters()}>
            {texts.openParameters}
          </AnchorLink>
        </Alert>
      )}
      {!targetConfigured && (
        <Alert color="orange" title={texts.noTarget}>
          {texts.noTargetMore}
        </Alert>
      )}
      <LastRun />
      <StateTiles
        summary={summary}
        chosen={state}
        onChoose={(chosen) => setFilters({ state: chosen, cause: '' })}
      />
      {(state === 'error' || state === 'aside' || cause !== '') && (
        <CauseList causes={causes} chosen={cause} onChoose={(chosen) => setFilters({ cause: chosen })} />
      )}
      <Group>
        <SearchBox label={texts.dossierNo} param="dossier" />
      </Group>
      <List />
    </Stack>
  )
}

function List() {
  const texts = useTexts(opiTexts)
  const [current, setFilters] = useUrlState(filters)
  const found = useOpiList(current)
  const retry = useRetryOpi()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const shown = items.filter(({ applicationId, state }) => state === 'error' && chosen.has(applicationId))
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={8} />
  if (items.length === 0)
    return Object.values(current).some((value) => value !== '') ? (
      <EmptyState
        title={texts.nothingFound}
        action={
          <Button variant="default" onClick={() => setFilters(filters)}>
            {texts.showAll}
          </Button>
        }
      >
        {texts.nothingFoundMore}
      </EmptyState>
    ) : (
      <EmptyState title={texts.empty} icon={<IconTransfer size={32} />}>
        {texts.emptyMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {shown.length > 0 && (
        <Group>
          <Button
            loading={retry.isPending}
            onClick={() =>
              retry.mutate(
                { applicationIds: shown.map(({ applicationId }) => applicationId) },
                {
                  onSuccess: ({ retried }) => {
                    setChosen(new Set())
                    tell(texts.retried(retried))
                  },
                },
              )
            }
          >
            {texts.retrySelection(shown.length)}
          </Button>
        </Group>
      )}
      <ProblemAlert error={retry.error} />
      <OpiTable
        items={items}
        busy={found.isPlaceholderData}
        chosen={chosen}
        onChoose={(id, add) =>
          setChosen((before) => {
            const after = new Set(before)
            if (add) after.add(id)
            else after.delete(id)
            return after
          })
        }
      />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
