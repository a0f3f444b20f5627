import { Button, Table, Text } from '@mantine/core'
import { IconCalendarStats, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { BatchSentence } from '../../ui/batch-sentence.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type Campaign, useCampaigns } from './calls/campaigns-queries.ts'
import { CampaignState } from './campaign-state.tsx'
import { CampaignWindow } from './campaign-window.tsx'
import { campaignsTexts } from './texts.ts'

/** Campagnes: one a year of admissions, the latest first. */
export function CampaignsPage() {
  const texts = useTexts(campaignsTexts)
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useCampaigns()
  const add = may('admissions', 'administrator') && (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={texts.title}
        description={<BatchSentence words={texts.description} batch="BATCH_ARCHIVAGE" />}
        actions={data?.items.length ? add : null}
      />
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows rows={4} />
        )
      ) : data.items.length === 0 ? (
        <EmptyState title={texts.empty} icon={<IconCalendarStats size={32} />} action={add}>
          {texts.emptyHint}
        </EmptyState>
      ) : (
        <Campaigns items={data.items} />
      )}
      <CampaignWindow campaign={null} opened={adding} onClose={() => setAdding(false)} />
    </>
  )
}

function Campaigns({ items }: { readonly items: readonly Campaign[] }) {
  const texts = useTexts(campaignsTexts)
  const dates = useDates()
  return (
    <TableFrame minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.code}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.dates}</Table.Th>
            <Table.Th>{texts.archives}</Table.Th>
            <Table.Th ta="right">{texts.accounts}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((campaign) => (
            <Table.Tr key={campaign.id}>
              <Table.Td>
                <AnchorLink to={paths.campaign(campaign.id)} fw={600}>
                  {campaign.code}
                </AnchorLink>
                <Text size="sm" c="dimmed">
                  {campaign.label} · {texts.sisKinds[campaign.sisKind]}
                </Text>
              </Table.Td>
              <Table.Td>
                <CampaignState state={campaign.state} />
                <StateMoment campaign={campaign} />
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {texts.from(dates.civil(campaign.startOn), dates.civil(campaign.endOn))}
              </Table.Td>
              <Table.Td>{campaign.archives?.code ?? '–'}</Table.Td>
              <Table.Td ta="right">{dates.number(campaign.accounts)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function StateMoment({ campaign }: { readonly campaign: Campaign }) {
  const texts = useTexts(campaignsTexts)
  const dates = useDates()
  const at = {
    upcoming: null,
    waiting: campaign.activationAsked,
    'in-service': campaign.activatedAt,
    closed: null,
    archived: campaign.archivedAt,
    destroyed: campaign.destroyedAt,
  }[campaign.state]
  if (at === null) return null
  return (
    <Text size="sm" c="dimmed">
      {campaign.state === 'waiting'
        ? texts.wanted(dates.dateMinute(at))
        : campaign.state === 'in-service'
          ? texts.since(dates.date(at))
          : texts.on(dates.date(at))}
    </Text>
  )
}
