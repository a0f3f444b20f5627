import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { systemTexts } from './texts.ts'

export function QueueSection({ queue }: { queue: SystemState['queue'] }) {
  const texts = useTexts(systemTexts)
  const dates = useDates()
  return (
    <Section title={texts.queue}>
      <KeyValueList
        items={[
          { label: texts.runningNow, value: dates.number(queue.running) },
          { label: texts.queued, value: dates.number(queue.queued) },
          {
            label: texts.oldest,
            value: queue.oldestQueuedAt ? <RelativeTime at={queue.oldestQueuedAt} /> : texts.noneWaiting,
          },
          { label: texts.places, value: dates.number(queue.places) },
        ]}
      />
    </Section>
  )
}
