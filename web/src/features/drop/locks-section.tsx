import { Alert, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTexts } from '../../lib/texts.ts'
import { DateTime, RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import type { DropState } from './calls/drop-query.ts'
import { dropTexts } from './texts.ts'

/** Who holds the directory, since when, and what to do about one that is too old. */
export function LocksSection({ locks }: { readonly locks: DropState['locks'] }) {
  const texts = useTexts(dropTexts)
  return (
    <Section title={texts.locks} description={texts.locksMore}>
      <Stack gap="sm">
        {locks.map((lock) => (
          <Alert
            key={lock.name}
            color={lock.tooOld ? 'red' : 'gray'}
            icon={<IconLock aria-hidden="true" />}
            title={`${lock.name} – ${texts.lockMeans[lock.name]}`}
          >
            <Text size="sm">
              {texts.since} <DateTime at={lock.since} /> (<RelativeTime at={lock.since} />)
              {lock.owner && ` · ${lock.owner}`}
            </Text>
            {lock.tooOld && <Text size="sm">{texts.lockAdvice[lock.name]}</Text>}
            {lock.alarmSentAt && (
              <Text size="sm">
                {texts.alarmSent} <DateTime at={lock.alarmSentAt} />
              </Text>
            )}
          </Alert>
        ))}
      </Stack>
    </Section>
  )
}
