import { Code, Progress, Stack, Text } from '@mantine/core'
import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { Section } from '../../ui/section.tsx'
import { systemTexts } from './texts.ts'

/** Shares of free space below which the bar warns. */
const scarce = 0.15
const critical = 0.05

export function DiskSection({ disk }: { disk: SystemState['disk'] }) {
  const texts = useTexts(systemTexts)
  return (
    <Section title={texts.disk}>
      {disk ? (
        <Disk disk={disk} />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.noDisk}
        </Text>
      )}
    </Section>
  )
}

function Disk({ disk }: { disk: NonNullable<SystemState['disk']> }) {
  const texts = useTexts(systemTexts)
  const dates = useDates()
  const free = disk.totalBytes > 0 ? disk.freeBytes / disk.totalBytes : 0
  const color = free < critical ? 'red' : free < scarce ? 'orange' : 'night'
  const used = texts.diskUsed(dates.percent(1 - free))
  return (
    <Stack gap="xs">
      <Progress value={(1 - free) * 100} color={color} size="lg" aria-label={used} />
      <Text size="sm">{used}</Text>
      <KeyValueList
        items={[
          { label: texts.diskFree, value: texts.of(dates.size(disk.freeBytes), dates.size(disk.totalBytes)) },
          { label: texts.diskPath, value: <Code>{disk.path}</Code> },
        ]}
      />
    </Stack>
  )
}
