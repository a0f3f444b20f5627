import { Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { useSummary } from './calls/follow-ups-query.ts'
import { followUpTexts } from './texts.ts'

const figures = [
  ['due', 'dueHint'],
  ['noAddress', 'noAddressHint'],
  ['waiting', 'waitingHint'],
  ['toRemind', 'toRemindHint'],
  ['open', 'openHint'],
] as const

/** What waits for whom, and when letters are printed next. As tall while figures are on their way: nothing jumps. */
export function SummaryFigures() {
  const texts = useTexts(followUpTexts)
  const dates = useDates()
  const { data, error, refetch } = useSummary()
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <Stack gap="sm" aria-busy={!data}>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
        {figures.map(([name, hint]) => (
          <Paper key={name} p="md">
            <Text size="sm" fw={600}>
              {texts[name]}
            </Text>
            <Text fz={28} fw={700} lh={1.2} style={{ fontVariantNumeric: 'tabular-nums' }}>
              {data ? dates.number(data[name]) : '…'}
            </Text>
            <Text size="xs" c="dimmed">
              {texts[hint]}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      <Group gap="lg">
        <Next label={texts.nextLetters} code="REL_COU" at={data?.nextLettersAt} none={texts.notPlanned} />
        <Next label={texts.nextReminders} code="REL_CRA" at={data?.nextRemindersAt} none={texts.notPlanned} />
      </Group>
    </Stack>
  )
}

interface NextProps {
  readonly label: string
  readonly code: string
  /** Undefined: not known yet. */
  readonly at: string | null | undefined
  readonly none: string
}

function Next({ label, code, at, none }: NextProps) {
  return (
    <Text size="sm">
      <AnchorLink to={paths.batch(code)} inherit>
        {label}
      </AnchorLink>{' '}
      {at === undefined ? (
        '…'
      ) : at === null ? (
        <Text span inherit c="dimmed">
          {none}
        </Text>
      ) : (
        <DateTime at={at} seconds={false} />
      )}
    </Text>
  )
}
