import { Text, Title } from '@mantine/core'
import { useTexts } from '../../../lib/texts.ts'
import { faultCauses } from '../../../ui/exchange/fault-causes.ts'
import { CauseList } from '../../../ui/exchange/faults.tsx'
import type { SyncReport } from '../calls/report-query.ts'
import { useMessageName } from '../report/message-names.ts'
import { syncTexts } from '../texts.ts'

const shown = 3
const ofTheFile: ReadonlySet<string> = new Set()

/** Why lines are rejected: the most frequent causes; the report has them all. */
export function FirstRejects({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const nameOf = useMessageName()
  const causes = faultCauses(report.faults).filter(({ severity }) => severity === 'error')
  if (causes.length === 0) return null
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {texts.firstRejects}
      </Title>
      <CauseList causes={causes.slice(0, shown)} nameOf={nameOf} ofTheFile={ofTheFile} level={4} />
      {causes.length > shown && (
        <Text size="sm" c="dimmed" mt="xs">
          {texts.otherCauses(causes.length - shown)}
        </Text>
      )}
    </div>
  )
}
