import { Stack, Text } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import type { DropState } from './calls/drop-query.ts'
import { dropTexts } from './texts.ts'

/** What was mailed about the directory, and what has been settled since. */
export function AlarmsSection({ alarms }: { readonly alarms: DropState['alarms'] }) {
  const texts = useTexts(dropTexts)
  const textOf = useTextOf()
  return (
    <Section title={texts.alarms} description={texts.alarmsMore}>
      <Stack gap="xs" component="ul" m={0} pl="lg">
        {alarms.map((alarm) => (
          <li key={`${alarm.at} ${alarm.text.fr}`}>
            <Text size="sm">
              <DateTime at={alarm.at} /> – {textOf(alarm.text)}
            </Text>
            <Text size="sm" c="dimmed">
              {alarm.solvedAt === null ? (
                texts.notSolved
              ) : (
                <>
                  {texts.solved} <DateTime at={alarm.solvedAt} />
                </>
              )}
            </Text>
          </li>
        ))}
      </Stack>
    </Section>
  )
}
