import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconDotsVertical } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import type { Appointment, AppointmentState } from './calls/appointments-query.ts'
import { useChangeAppointment } from './calls/change-appointment.ts'
import { MoveWindow } from './move-window.tsx'
import { appointmentTexts } from './texts.ts'

/** As the server allows it: src/health/appointments/appointment-state.ts */
const moves: Readonly<Record<AppointmentState, readonly AppointmentState[]>> = {
  requested: ['confirmed', 'cancelled'],
  confirmed: ['honoured', 'missed', 'cancelled'],
  cancelled: ['confirmed'],
  honoured: ['missed', 'confirmed'],
  missed: ['honoured', 'confirmed'],
}

/** What may be done with an appointment. */
export function AppointmentActs({ appointment }: { readonly appointment: Appointment }) {
  const texts = useTexts(appointmentTexts)
  const dates = useDates()
  const change = useChangeAppointment()
  const [asked, setAsked] = useState<'cancel' | 'move' | null>(null)
  const { id, version, state, startsAt, student } = appointment
  const who = `${student.familyName} ${student.firstName}`
  const when = dates.dateMinute(startsAt)
  const words: Readonly<Record<AppointmentState, string>> = {
    requested: texts.states.requested,
    confirmed: texts.confirm,
    cancelled: texts.cancel,
    honoured: texts.honoured,
    missed: texts.missed,
  }
  const begun = new Date(startsAt).getTime() <= Date.now()
  const possible = moves[state].filter((to) => begun || (to !== 'honoured' && to !== 'missed'))
  const become = (to: AppointmentState, done?: () => void) =>
    change.mutate(
      { id, version, state: to },
      {
        onSuccess: () => {
          tell(texts.done)
          done?.()
        },
      },
    )
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={texts.actsOf(who, when)}>
            <IconDotsVertical size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(state === 'requested' || state === 'confirmed') && (
            <Menu.Item onClick={() => setAsked('move')}>{texts.move}</Menu.Item>
          )}
          {possible.map((to) => (
            <Menu.Item
              key={to}
              {...(to === 'cancelled' ? { color: 'red' } : {})}
              onClick={() => (to === 'cancelled' ? setAsked('cancel') : become(to))}
            >
              {words[to]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked === null && <ProblemAlert error={change.error} />}
      <ConfirmDialog
        opened={asked === 'cancel'}
        title={texts.cancelTitle}
        confirmLabel={texts.cancel}
        cancelLabel={texts.keep}
        danger
        loading={change.isPending}
        error={change.error}
        onClose={() => setAsked(null)}
        onConfirm={() => become('cancelled', () => setAsked(null))}
      >
        <Text>{texts.cancelQuestion(who, when)}</Text>
      </ConfirmDialog>
      <MoveWindow appointment={appointment} opened={asked === 'move'} onClose={() => setAsked(null)} />
    </>
  )
}
