import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { useChangeMaintenance } from './change-maintenance.ts'
import { systemTexts } from './texts.ts'

export function MaintenanceSection() {
  const texts = useTexts(systemTexts)
  const { maintenance } = useSession()
  return (
    <Section title={texts.maintenance} description={texts.maintenanceHint}>
      {maintenance.on ? <MaintenanceEnd /> : <MaintenanceStart />}
    </Section>
  )
}

function MaintenanceStart() {
  const texts = useTexts(systemTexts)
  const change = useChangeMaintenance()
  const [message, setMessage] = useState('')
  const [asking, setAsking] = useState(false)
  return (
    <Group align="flex-end">
      <TextInput
        label={texts.maintenanceMessage}
        placeholder={texts.maintenancePlaceholder}
        value={message}
        onChange={(event) => setMessage(event.currentTarget.value)}
        flex="1 1 18rem"
      />
      <Button variant="light" color="orange" onClick={() => setAsking(true)}>
        {texts.maintenanceStart}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={texts.maintenanceStart}
        onClose={() => setAsking(false)}
        loading={change.isPending}
        error={change.error}
        onConfirm={() =>
          change.mutate(
            { on: true, message: message.trim() || null },
            { onSuccess: () => tell(texts.maintenanceStarted) },
          )
        }
      >
        {texts.maintenanceQuestion}
      </ConfirmDialog>
    </Group>
  )
}

function MaintenanceEnd() {
  const texts = useTexts(systemTexts)
  const { maintenance } = useSession()
  const change = useChangeMaintenance()
  return (
    <>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{texts.maintenanceOn}</Text>
          <Text size="sm" c="dimmed">
            {texts.maintenanceSince} <DateTime at={maintenance.since} seconds={false} />{' '}
            {maintenance.by && texts.maintenanceBy(maintenance.by)}
          </Text>
        </div>
        <Button
          loading={change.isPending}
          onClick={() =>
            change.mutate({ on: false, message: null }, { onSuccess: () => tell(texts.maintenanceStopped) })
          }
        >
          {texts.maintenanceStop}
        </Button>
      </Group>
      <ProblemAlert error={change.error} />
    </>
  )
}
