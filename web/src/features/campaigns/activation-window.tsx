import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { startOfDay } from '../../lib/zoned-day.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { type Campaign, useCampaigns, useRequestActivation } from './calls/campaigns-queries.ts'
import { campaignsTexts } from './texts.ts'

interface Props {
  readonly campaign: Campaign
  readonly opened: boolean
  readonly onClose: () => void
}

/** From when on a campaign may be put in service, and which one it archives. */
export function ActivationWindow({ campaign, opened, onClose }: Props) {
  const texts = useTexts(campaignsTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.activateTitle(campaign.code)}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      <ActivationForm campaign={campaign} onClose={onClose} />
    </Modal>
  )
}

const none = 'none'

function ActivationForm({ campaign, onClose }: Omit<Props, 'opened'>) {
  const texts = useTexts(campaignsTexts)
  const { timeZone } = useDates()
  const request = useRequestActivation(campaign.id)
  const others = (useCampaigns().data?.items ?? []).filter(
    ({ id, sisKind, state }) =>
      id !== campaign.id && sisKind === campaign.sisKind && (state === 'in-service' || state === 'closed'),
  )
  const serving = others.find(({ state }) => state === 'in-service')
  const [day, setDay] = useState(campaign.startOn)
  const [time, setTime] = useState('22:00')
  const [chosen, choose] = useState<string | null>(null)
  const archives = chosen ?? String(campaign.archives?.id ?? serving?.id ?? none)
  const at = instantOf(day, time, timeZone)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (at === undefined) return
    request.mutate(
      { version: campaign.version, at, archivesId: archives === none ? null : Number(archives) },
      {
        onSuccess: () => {
          tell(texts.requested)
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{texts.activateHint}</Text>
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={texts.day}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
            error={fieldError(request.error, 'at')}
            required
            data-autofocus
          />
          <TextInput
            type="time"
            label={texts.time}
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
            required
          />
        </Group>
        <Select
          label={texts.archivesLabel}
          data={[
            ...others.map(({ id, code, label }) => ({ value: String(id), label: `${code} – ${label}` })),
            ...(serving === undefined ? [{ value: none, label: texts.none }] : []),
          ]}
          value={archives}
          onChange={choose}
          allowDeselect={false}
          error={fieldError(request.error, 'archivesId')}
        />
        <ProblemAlert error={request.error} fields={['at', 'archivesId']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={request.isPending} disabled={at === undefined}>
            {texts.ask}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** By the establishment's clocks; on the two days of a year whose clocks change, as if they had not yet. */
function instantOf(day: string, time: string, timeZone: string): string | undefined {
  const start = startOfDay(day, timeZone)
  const [hours, minutes] = time.split(':').map(Number)
  if (start === undefined || hours === undefined || minutes === undefined || Number.isNaN(hours + minutes))
    return undefined
  return new Date(Date.parse(start) + (hours * 60 + minutes) * 60_000).toISOString()
}
