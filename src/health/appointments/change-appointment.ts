import { type Database, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { type AppointmentState, mayBeRescheduled, moveFault } from './appointment-state.ts'

export interface AppointmentEdit {
  readonly state?: AppointmentState | undefined
  /** ISO 8601. */
  readonly startsAt?: string | undefined
  readonly place?: string | null | undefined
}

interface Stored {
  readonly version: number
  readonly state: AppointmentState
  readonly startsAt: Date
  readonly place: string | null
}

/**
 * Moves, confirms, cancels an appointment, or says who came. Whoever was reminded of the former time is reminded of the
 * new one. Throws `EditRefused`.
 */
export async function changeAppointment(
  database: Database,
  editor: Editor,
  id: number,
  version: number,
  edit: AppointmentEdit,
  now: string,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const { rows } = await client.query<Stored>(
      'select version, state, starts_at as "startsAt", place from appointment where id = $1 for update',
      [id],
    )
    const before = rows[0]
    if (before === undefined)
      throw refused('NOT_FOUND', { fr: 'Ce rendez-vous n’existe pas', en: 'There is no such appointment' })
    if (before.version !== version)
      throw refused('STALE_VERSION', {
        fr: 'Ce rendez-vous a été modifié entre-temps : relisez-le',
        en: 'This appointment was changed meanwhile: read it again',
      })
    const startsAt = edit.startsAt === undefined ? before.startsAt : new Date(edit.startsAt)
    const moved = startsAt.getTime() !== before.startsAt.getTime()
    const state = edit.state ?? before.state
    const place = edit.place === undefined ? before.place : edit.place?.trim() || null
    if (moved && !mayBeRescheduled(before.state))
      throw refused('REQUEST_REFUSED', {
        fr: 'Seul un rendez-vous demandé ou confirmé se déplace',
        en: 'Only a requested or confirmed appointment can be moved',
      })
    if (moved && startsAt.toISOString() <= new Date(now).toISOString())
      throw invalidField('startsAt', {
        fr: 'Le nouvel horaire est passé : choisissez-en un à venir',
        en: 'The new time is past: choose one to come',
      })
    const fault = moveFault(before.state, state, startsAt.toISOString() <= new Date(now).toISOString())
    if (fault !== null) throw refused('REQUEST_REFUSED', moveWords[fault])
    await client.query(
      `update appointment set state = $2, starts_at = $3, place = $4, changed_at = $5, version = version + 1
       where id = $1`,
      [id, state, startsAt.toISOString(), place, now],
    )
    await recordEdit(client, editor, {
      action: 'appointment.changed',
      subject: `appointment:${id}`,
      before: { state: before.state, startsAt: before.startsAt.toISOString(), placeChanged: false },
      after: { state, startsAt: startsAt.toISOString(), placeChanged: place !== before.place },
    })
  })
}

const moveWords = {
  'not-allowed': {
    fr: 'Ce rendez-vous ne peut pas passer à cet état',
    en: 'This appointment cannot become that',
  },
  'not-begun': {
    fr: 'On saura si l’étudiant est venu une fois le rendez-vous commencé',
    en: 'Whether the student came is known once the appointment has begun',
  },
} as const
