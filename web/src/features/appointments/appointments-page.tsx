import { Alert, Button, Group, SegmentedControl, Select, Stack } from '@mantine/core'
import { IconCalendarEvent, IconLock, IconSettings } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDates } from '../../lib/dates.ts'
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
import { AppointmentsTable } from './appointments-table.tsx'
import { useAppointments, useMotiveChoice } from './calls/appointments-query.ts'
import { useRemindersInService } from './calls/reminder-batch-query.ts'
import { dayOf, periodIn, periods, spanOf } from './period.ts'
import { appointmentTexts } from './texts.ts'

const states = ['requested', 'confirmed', 'cancelled', 'honoured', 'missed'] as const
const filters = { period: 'coming', state: '', motive: '' }

/** Rendez-vous of a period, and where the reminder of each stands. */
export function AppointmentsPage() {
  const texts = useTexts(appointmentTexts)
  const operator = useMay()('health', 'operator')
  return (
    <>
      <PageHeader
        title={texts.title}
        description={
          <>
            {texts.description}{' '}
            <AnchorLink inherit underline="always" to={paths.batch('RAPPEL_RDV')}>
              RAPPEL_RDV
            </AnchorLink>
            .
          </>
        }
        actions={
          <Button
            component={Link}
            to={paths.appointmentMotives()}
            variant="default"
            leftSection={<IconSettings size={18} aria-hidden="true" />}
          >
            {texts.motives}
          </Button>
        }
      />
      <Stack gap="md">
        <OutOfService />
        {operator ? (
          <>
            <Filters />
            <List />
          </>
        ) : (
          <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
            {texts.operatorsOnlyHint}
          </EmptyState>
        )}
      </Stack>
    </>
  )
}

/** « À venir » is a promise: whoever reads it knows when nobody keeps it. */
function OutOfService() {
  const texts = useTexts(appointmentTexts)
  const inService = useRemindersInService()
  if (inService.data !== false) return null
  return (
    <Alert color="orange">
      {texts.outOfService}{' '}
      <AnchorLink inherit underline="always" to={paths.batch('RAPPEL_RDV')}>
        {texts.openBatch}
      </AnchorLink>
    </Alert>
  )
}

function Filters() {
  const texts = useTexts(appointmentTexts)
  const [{ period, state, motive }, setFilters] = useUrlState(filters)
  const motives = useMotiveChoice()
  return (
    <Group gap="md" align="flex-end">
      <SegmentedControl
        aria-label={texts.period}
        value={periodIn(period)}
        onChange={(value) => setFilters({ period: value })}
        data={periods.map((value) => ({ value, label: texts.periods[value] }))}
      />
      <Select
        aria-label={texts.state}
        placeholder={texts.anyState}
        data={states.map((value) => ({ value, label: texts.states[value] }))}
        value={state || null}
        onChange={(value) => setFilters({ state: value ?? '' })}
        clearable
        w={{ base: '100%', xs: 190 }}
      />
      <Select
        aria-label={texts.motive}
        placeholder={texts.anyMotive}
        data={motives.data ?? []}
        value={motive || null}
        onChange={(value) => setFilters({ motive: value ?? '' })}
        clearable
        searchable
        w={{ base: '100%', xs: 260 }}
      />
    </Group>
  )
}

function List() {
  const texts = useTexts(appointmentTexts)
  const { timeZone } = useDates()
  const [{ period, state, motive }] = useUrlState(filters)
  const span = spanOf(periodIn(period), dayOf(Date.now(), timeZone), timeZone)
  const found = useAppointments({ ...span, state, motive })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={8} />
  if (items.length === 0)
    return state || motive ? (
      <EmptyState title={texts.nothingFound}>{texts.nothingFoundMore}</EmptyState>
    ) : (
      <EmptyState
        title={texts.empty}
        icon={<IconCalendarEvent size={32} />}
        action={<AnchorLink to={paths.dataLoads()}>{texts.loads}</AnchorLink>}
      >
        {texts.emptyMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <AppointmentsTable appointments={items} busy={found.isPlaceholderData} />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
