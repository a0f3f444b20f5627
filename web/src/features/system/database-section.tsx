import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { FileSize, RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { systemTexts } from './texts.ts'

export function DatabaseSection({ database }: { database: SystemState['database'] }) {
  const texts = useTexts(systemTexts)
  const dates = useDates()
  return (
    <Section title={texts.database}>
      <KeyValueList
        items={[
          {
            label: texts.databaseVersion,
            value: `${database.version} (${database.embedded ? texts.embedded : texts.external})`,
          },
          { label: texts.size, value: <FileSize bytes={database.sizeBytes} /> },
          {
            label: texts.connections,
            value: texts.of(dates.number(database.connections), dates.number(database.maxConnections)),
          },
          { label: texts.migrations, value: dates.number(database.migrations) },
          { label: texts.started, value: <RelativeTime at={database.startedAt} /> },
        ]}
      />
    </Section>
  )
}
