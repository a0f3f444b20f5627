import { Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import { systemTexts } from './texts.ts'

type Finding = SystemState['findings'][number]

const marks = {
  ok: { Icon: IconCircleCheck, color: 'light-dark(#2b8a3e, #51cf66)' },
  warning: { Icon: IconAlertTriangle, color: 'light-dark(#b35c00, #ffb454)' },
  error: { Icon: IconCircleX, color: 'light-dark(#c92a2a, #ff8787)' },
} as const

const order = { error: 0, warning: 1, ok: 2 } as const

/** What `doctor` says, the worst first. */
export function FindingsSection({ findings }: { findings: readonly Finding[] }) {
  const texts = useTexts(systemTexts)
  const sorted = findings.toSorted((a, b) => order[a.level] - order[b.level])
  return (
    <Section title={texts.findings} description={texts.findingsHint}>
      <Stack gap="sm">
        {sorted.map((finding) => (
          <FindingRow key={`${finding.check} ${finding.message}`} finding={finding} />
        ))}
      </Stack>
    </Section>
  )
}

function FindingRow({ finding }: { finding: Finding }) {
  const texts = useTexts(systemTexts)
  const { Icon, color } = marks[finding.level]
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Icon size={20} color={color} aria-label={texts.levels[finding.level]} style={{ flexShrink: 0 }} />
      <div>
        <Text size="sm">
          <Text span fw={600}>
            {finding.name}
          </Text>
          {' – '}
          {finding.message}
        </Text>
        {finding.advice && (
          <Text size="sm" c="dimmed">
            {finding.advice}
          </Text>
        )}
      </div>
    </Group>
  )
}
