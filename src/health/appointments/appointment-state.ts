/** Where an appointment stands. */
export const appointmentStates = ['requested', 'confirmed', 'cancelled', 'honoured', 'missed'] as const
export type AppointmentState = (typeof appointmentStates)[number]

/** What people may make of an appointment; the service's own system, which knows better, may set any state. */
const moves: Readonly<Record<AppointmentState, readonly AppointmentState[]>> = {
  requested: ['confirmed', 'cancelled'],
  confirmed: ['cancelled', 'honoured', 'missed'],
  cancelled: ['confirmed'],
  honoured: ['confirmed', 'missed'],
  missed: ['confirmed', 'honoured'],
}

export type MoveFault = 'not-allowed' | 'not-begun'

/** Why `from` may not become `to`, or null. Whether somebody came is known once the appointment has begun. */
export function moveFault(from: AppointmentState, to: AppointmentState, begun: boolean): MoveFault | null {
  if (from === to) return null
  if (!moves[from].includes(to)) return 'not-allowed'
  return (to === 'honoured' || to === 'missed') && !begun ? 'not-begun' : null
}

/** Only what is still to come moves to another time. */
export function mayBeRescheduled(state: AppointmentState): boolean {
  return state === 'requested' || state === 'confirmed'
}
