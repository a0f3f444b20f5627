import { Table, Text, VisuallyHidden } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { AppointmentActs } from './appointment-acts.tsx'
import type { Appointment, AppointmentState } from './calls/appointments-query.ts'
import { ReminderCell } from './reminder-cell.tsx'
import { appointmentTexts } from './texts.ts'

const tones: Readonly<Record<AppointmentState, Tone>> = {
  requested: 'held',
  confirmed: 'simulated',
  cancelled: 'cancelled',
  honoured: 'applied',
  missed: 'review',
}

interface Props {
  readonly appointments: readonly Appointment[]
  readonly busy: boolean
}

export function AppointmentsTable({ appointments, busy }: Props) {
  const texts = useTexts(appointmentTexts)
  const editable = useMay()('health', 'operator')
  return (
    <TableFrame minWidth={editable ? 820 : 760} busy={busy}>
      <Table aria-label={texts.table} opacity={busy ? 0.6 : 1}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.when}</Table.Th>
            <Table.Th>{texts.student}</Table.Th>
            <Table.Th>{texts.motive}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.reminder}</Table.Th>
            {editable && (
              <Table.Th>
                <VisuallyHidden>{texts.acts}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {appointments.map((appointment) => (
            <Row key={appointment.id} appointment={appointment} editable={editable} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function Row({ appointment, editable }: { appointment: Appointment; editable: boolean }) {
  const texts = useTexts(appointmentTexts)
  const dates = useDates()
  const { startsAt, minutes, student, motive, practitioner, place, state } = appointment
  const where = [practitioner, place].filter(Boolean).join(' · ')
  return (
    <Table.Tr>
      <Table.Td>
        <time dateTime={startsAt} style={{ whiteSpace: 'nowrap' }}>
          {dates.day(startsAt)} <b>{dates.minute(startsAt)}</b>
        </time>
        <Text size="xs" c="dimmed">
          {new Date(startsAt).getFullYear() === new Date().getFullYear() ? '' : `${dates.date(startsAt)} · `}
          {texts.minutes(minutes)}
        </Text>
      </Table.Td>
      <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
        {student.familyName} {student.firstName}
      </Table.Th>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {motive.label}
        {where && (
          <Text size="xs" c="dimmed">
            {where}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <WordBadge tone={tones[state]}>{texts.states[state]}</WordBadge>
      </Table.Td>
      <Table.Td>
        <ReminderCell reminder={appointment.reminder} />
      </Table.Td>
      {editable && (
        <Table.Td ta="right">
          <AppointmentActs appointment={appointment} />
        </Table.Td>
      )}
    </Table.Tr>
  )
}
