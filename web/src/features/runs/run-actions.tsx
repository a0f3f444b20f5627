import { Button, Text } from '@mantine/core'
import { IconPlayerStop, IconRepeat } from '@tabler/icons-react'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { useDates } from '../../lib/dates.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useAcknowledgeRun } from './calls/run-acts.ts'
import type { RunQuestion } from './run-dialogs.tsx'
import { runTexts } from './texts.ts'

interface Props {
  readonly page: RunPageData
  readonly onAsk: (question: RunQuestion) => void
}

/** What can be done with it now; what the account may not do is absent. */
export function RunActions({ page, onAsk }: Props) {
  const texts = useTexts(runTexts)
  const { run, actions } = page
  return (
    <>
      <Acknowledge page={page} />
      {actions.cancel && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
          onClick={() => onAsk('cancel')}
        >
          {run.state === 'running' ? texts.stop : texts.cancel}
        </Button>
      )}
      {actions.runAgain && (
        <Button leftSection={<IconRepeat size={16} aria-hidden="true" />} onClick={() => onAsk('again')}>
          {texts.again}
        </Button>
      )}
    </>
  )
}

const wantsEyes: readonly RunPageData['run']['state'][] = ['failed', 'interrupted', 'skipped']

function Acknowledge({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const may = useMay()
  const { run, acknowledged } = page
  const acknowledge = useAcknowledgeRun(String(run.id))
  if (!acknowledged && !wantsEyes.includes(run.state)) return null
  if (!may(run.application, 'operator')) return null
  return (
    <Button
      variant="default"
      aria-busy={acknowledge.isPending}
      onClick={() => {
        if (!acknowledge.isPending) acknowledge.mutate(acknowledged === null)
      }}
    >
      {acknowledged ? texts.withdraw : texts.acknowledge}
    </Button>
  )
}

/** « Acquittée par … », for everybody. */
export function Acknowledged({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const dates = useDates()
  if (!page.acknowledged) return null
  const { by, at } = page.acknowledged
  return (
    <Text size="sm" c="dimmed">
      {texts.acknowledged(by, dates.dateTime(at))}
    </Text>
  )
}
