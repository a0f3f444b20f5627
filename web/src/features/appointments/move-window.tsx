import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import type { Appointment } from './calls/appointments-query.ts'
import { useChangeAppointment } from './calls/change-appointment.ts'
import { dayOf, instantOf, timeOf } from './period.ts'
import { appointmentTexts } from './texts.ts'

interface Props {
  readonly appointment: Appointment
  readonly opened: boolean
  readonly onClose: () => void
}

/** Another day or hour, by the establishment's clocks. */
export function MoveWindow({ appointment, opened, onClose }: Props) {
  const texts = useTexts(appointmentTexts)
  const { close } = useTexts(uiTexts)
  const { familyName, firstName } = appointment.student
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.moveTitle(`${familyName} ${firstName}`)}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      <MoveForm appointment={appointment} onClose={onClose} />
    </Modal>
  )
}

function MoveForm({ appointment, onClose }: Omit<Props, 'opened'>) {
  const texts = useTexts(appointmentTexts)
  const { timeZone } = useDates()
  const { id, version, startsAt } = appointment
  const change = useChangeAppointment()
  const [day, setDay] = useState(dayOf(startsAt, timeZone))
  const [time, setTime] = useState(timeOf(startsAt, timeZone))
  const moved = instantOf(day, time, timeZone)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (moved === undefined) return
    change.mutate(
      { id, version, startsAt: moved },
      {
        onSuccess: () => {
          tell(texts.done)
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group grow>
          <TextInput
            type="date"
            label={texts.day}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
            error={fieldError(change.error, 'startsAt')}
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
        <Text size="sm" c="dimmed">
          {texts.moveHint}
        </Text>
        <ProblemAlert error={change.error} fields={['startsAt']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.close}
          </Button>
          <Button
            type="submit"
            loading={change.isPending}
            disabled={moved === undefined || Date.parse(moved) === Date.parse(startsAt)}
          >
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
