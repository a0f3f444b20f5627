import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconScan, IconStethoscope } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useHasRight } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { type Consultation, type ConsultationState, useConsultations } from './calls/consultations-query.ts'
import { ConsultationsTable } from './consultations-table.tsx'
import { ContentDrawer } from './content-drawer.tsx'
import { consultationsTexts } from './texts.ts'

const states = ['open', 'unvalidated', 'closed', 'all'] as const

/** What is open, since when and with whom; what FER_CON closed; and, on demand, what one says. */
export function ConsultationsPage() {
  const texts = useTexts(consultationsTexts)
  const mayRead = useHasRight('medical')
  const [filters, setFilters] = useUrlState({ state: 'open', practitioner: '' })
  const [read, setRead] = useState<Consultation | null>(null)
  const shown = states.find((one) => one === filters.state) ?? 'open'
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={
          <Button
            component={Link}
            to={paths.scanBasket()}
            variant="default"
            leftSection={<IconScan size={18} aria-hidden="true" />}
          >
            {texts.scanBasket}
          </Button>
        }
      />
      <Stack gap="md">
        <Group gap="md">
          <SegmentedControl
            aria-label={texts.state}
            data={states.map((value) => ({ value, label: texts.filters[value] }))}
            value={shown}
            onChange={(state) => setFilters({ state })}
          />
          <SearchBox label={texts.practitionerFilter} param="practitioner" />
        </Group>
        <Found
          state={shown === 'all' ? undefined : shown}
          practitioner={filters.practitioner}
          onRead={setRead}
        />
        {!mayRead && (
          <Text size="sm" c="dimmed">
            {texts.onlyMedical}
          </Text>
        )}
      </Stack>
      <ContentDrawer consultation={read} onClose={() => setRead(null)} />
    </>
  )
}

interface FoundProps {
  readonly state: ConsultationState | undefined
  readonly practitioner: string
  readonly onRead: (consultation: Consultation) => void
}

function Found({ state, practitioner, onRead }: FoundProps) {
  const texts = useTexts(consultationsTexts)
  const found = useConsultations({ state, practitioner })
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={8} />
  const items = found.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return practitioner !== '' ? (
      <EmptyState title={texts.noneOf(practitioner)}>{texts.noneOfMore}</EmptyState>
    ) : (
      <EmptyState
        title={texts.none[state ?? 'all']}
        icon={<IconStethoscope size={32} />}
        action={state === undefined && <AnchorLink to={paths.dataLoads()}>{texts.loads}</AnchorLink>}
      >
        {texts.noneMore[state ?? 'all']}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <ConsultationsTable consultations={items} busy={found.isPlaceholderData} onRead={onRead} />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
