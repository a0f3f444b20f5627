import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { remainingMs, useRate } from './progress-rate.ts'
import { runTexts } from './texts.ts'
import { useSecond } from './use-second.ts'

/** How far it is, how fast, how long still: by its own pace, and by what is usual. */
export function RunProgress({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const dates = useDates()
  const { run, habit } = page
  const now = useSecond(true)
  const rate = useRate(run.progress, now)
  const { progress } = run
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null
  const left = progress === null ? null : remainingMs(progress, rate)
  const usualLeft =
    habit === null || run.startedAt === null
      ? null
      : habit.medianSeconds * 1_000 - (now - Date.parse(run.startedAt))
  return (
    <Paper component="section" aria-labelledby="progress-title">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} id="progress-title">
            {texts.progress}
            {progress?.phase && ` – ${progress.phase}`}
          </Title>
          {share !== null && <Text fw={600}>{dates.percent(share)}</Text>}
        </Group>
        {share !== null && <Progress value={share * 100} aria-label={texts.progress} size="lg" />}
        <Group gap="lg">
          {progress === null ? (
            <Text size="sm" c="dimmed">
              {texts.noProgress}
            </Text>
          ) : (
            <Text size="sm">
              {progress.total === null
                ? texts.progressOnly(dates.number(progress.done))
                : texts.progressOf(dates.number(progress.done), dates.number(progress.total))}
            </Text>
          )}
          {rate !== null && rate > 0 && (
            <Text size="sm">
              {texts.rate(dates.number(rate >= 10 ? Math.round(rate) : Number(rate.toFixed(1))))}
            </Text>
          )}
          {left !== null && <Text size="sm">{texts.remaining(dates.duration(wholeSeconds(left)))}</Text>}
          {usualLeft !== null && (
            <Text size="sm" c="dimmed">
              {usualLeft > 0
                ? texts.remainingHabit(dates.duration(wholeSeconds(usualLeft)))
                : texts.overHabit(dates.duration((habit?.medianSeconds ?? 0) * 1_000))}
            </Text>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}

function wholeSeconds(ms: number): number {
  return Math.max(1_000, Math.round(ms / 1_000) * 1_000)
}
