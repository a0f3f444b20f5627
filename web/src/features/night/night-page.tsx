import { Button, Group, SimpleGrid, Stack } from '@mantine/core'
import { IconMoonStars } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ChecksPanel } from './checks-panel.tsx'
import { Course } from './course.tsx'
import { Exceptions } from './exceptions.tsx'
import { isCurrent, type Night, useNight } from './night-query.ts'
import { NightStepper } from './night-stepper.tsx'
import { nightTexts } from './texts.ts'
import { Upcoming } from './upcoming.tsx'
import { Verdict } from './verdict.tsx'

/** Did the night go well? What failed, what never started, what comes next, who is watching. */
export function NightPage() {
  const texts = useTexts(nightTexts)
  const { date } = useParams()
  const { data: night, error, isPlaceholderData, refetch } = useNight(date)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={night ? <When night={night} /> : ' '}
        actions={night && <NightStepper night={night} asked={date} />}
      />
      {error && (!night || isPlaceholderData) ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : night ? (
        <Stack gap="lg" aria-busy={isPlaceholderData} opacity={isPlaceholderData ? 0.6 : 1}>
          <NightContent night={night} />
        </Stack>
      ) : (
        <LoadingRows rows={9} height={64} />
      )}
    </>
  )
}

function When({ night }: { readonly night: Night }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  return (
    <>
      {texts.nightOf(dates.day(night.from), dates.day(night.to), dates.minute(night.from))}
      {isCurrent(night) && ` – ${texts.underWay}`}
    </>
  )
}

function NightContent({ night }: { readonly night: Night }) {
  const nothing = night.lanes.length === 0
  const never = nothing && night.previous === null && night.next === null
  return (
    <>
      {never ? <NeverRan /> : <Verdict night={night} />}
      <Exceptions exceptions={night.exceptions} />
      {!nothing && <Course night={night} />}
      {nothing && !never && <NothingThatNight />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Upcoming upcoming={night.upcoming} />
        <ChecksPanel checks={night.checks} />
      </SimpleGrid>
    </>
  )
}

function NeverRan() {
  const texts = useTexts(nightTexts)
  return (
    <EmptyState
      icon={<IconMoonStars size={40} stroke={1.5} />}
      title={texts.neverTitle}
      action={
        <Group gap="sm" mt="xs">
          <Button component={Link} to={paths.batches()} variant="default">
            {texts.seeBatches}
          </Button>
          <Button component={Link} to={paths.firstSteps()}>
            {texts.firstSteps}
          </Button>
        </Group>
      }
    >
      {texts.neverDetail}
    </EmptyState>
  )
}

function NothingThatNight() {
  const texts = useTexts(nightTexts)
  return <EmptyState title={texts.emptyTitle}>{texts.emptyDetail}</EmptyState>
}
