import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconConfetti } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { FirstSteps } from '../../../../src/api/schemas/system.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { firstStepsQuery } from './first-steps-query.ts'
import { StepRow } from './step-row.tsx'
import classes from './steps.module.css'
import { firstStepsTexts } from './texts.ts'

/** What a new installation still lacks, each with the way there. */
export function FirstStepsPage() {
  const texts = useTexts(firstStepsTexts)
  const { data, error, refetch } = useQuery(firstStepsQuery)
  return (
    <Stack gap={0} maw="52rem">
      <PageHeader title={texts.title} description={texts.description} />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={9} height={88} />}
      {data && <Steps firstSteps={data} />}
    </Stack>
  )
}

function Steps({ firstSteps }: { firstSteps: FirstSteps }) {
  const texts = useTexts(firstStepsTexts)
  const done = firstSteps.steps.filter((step) => step.done).length
  const progress = texts.progress(done, firstSteps.steps.length)
  return (
    <Stack gap="lg">
      <div>
        <Progress value={(done / firstSteps.steps.length) * 100} aria-label={progress} mb={6} />
        <Text size="sm" c="dimmed">
          {progress}
        </Text>
      </div>
      {firstSteps.done && (
        <EmptyState
          title={texts.allDone}
          icon={<IconConfetti size={32} />}
          action={
            <Button component={Link} to={paths.night()}>
              {texts.toNight}
            </Button>
          }
        >
          {texts.allDoneDetail}
        </EmptyState>
      )}
      <ol className={classes.list}>
        {firstSteps.steps.map((step, index) => (
          <StepRow
            key={step.step}
            step={step}
            number={index + 1}
            next={!step.done && firstSteps.steps.slice(0, index).every((earlier) => earlier.done)}
          />
        ))}
      </ol>
      <AsYouNeed />
    </Stack>
  )
}

const needs = {
  appointments: paths.setting('health.appointments'),
  vaccines: paths.setting('health.vaccines'),
  statistics: paths.setting('health.statistics'),
  loads: paths.dataLoads(),
} as const

/** What some establishments use and others never will. */
function AsYouNeed() {
  const texts = useTexts(firstStepsTexts)
  return (
    <Section title={texts.asYouNeed} description={texts.asYouNeedDetail}>
      <Group gap="var(--mantine-spacing-xs) var(--mantine-spacing-lg)">
        {(Object.keys(needs) as (keyof typeof needs)[]).map((need) => (
          <AnchorLink key={need} to={needs[need]}>
            {texts.needs[need]}
          </AnchorLink>
        ))}
      </Group>
    </Section>
  )
}
