import { z } from 'zod'
import { askedInstant, instant, listOf, version } from './common.ts'
import { reference } from './health-feeding.ts'
import { studentKey } from './health-students.ts'

/** What the API says of appointments, their motives and their reminders. */

const appointmentStates = ['requested', 'confirmed', 'cancelled', 'honoured', 'missed'] as const
export const appointmentState = z.enum(appointmentStates).meta({ id: 'AppointmentState' })
export type AppointmentState = z.infer<typeof appointmentState>

export const reminderStanding = z
  .object({
    /** `to-come`: sent from `from` on; `doubtful`: it may have left, and is not sent again; `none`: none is due. */
    kind: z.enum(['to-come', 'waiting', 'sending', 'sent', 'failed', 'doubtful', 'no-mail', 'none']),
    from: z.iso.date().nullable(),
    sentAt: instant.nullable(),
    /** What the mail server said, in codes. */
    error: z.string().nullable(),
    runId: z.number().int().nullable(),
  })
  .meta({ id: 'ReminderStanding' })
export type ReminderStanding = z.infer<typeof reminderStanding>

export const appointment = z
  .object({
    id: z.number().int(),
    version,
    /** The service's own system's name for it. */
    reference: z.string().nullable(),
    student: z.object({ id: z.number().int(), familyName: z.string(), firstName: z.string() }),
    motive: z.object({ id: z.number().int(), label: z.string() }),
    practitioner: z.string().nullable(),
    place: z.string().nullable(),
    startsAt: instant,
    minutes: z.number().int(),
    takenAt: instant,
    state: appointmentState,
    reminder: reminderStanding,
  })
  .meta({ id: 'Appointment' })
export type Appointment = z.infer<typeof appointment>

export const appointmentPage = z.object({ items: z.array(appointment), next: z.string().nullable() })
export type AppointmentPage = z.infer<typeof appointmentPage>

export const appointmentQuery = z.object({
  from: askedInstant.optional().describe('Starts then or later'),
  until: askedInstant.optional().describe('Starts before'),
  state: listOf(appointmentState),
  motive: z.coerce.number().int().positive().optional(),
  student: z.coerce.number().int().positive().optional(),
  order: z.enum(['asc', 'desc']).default('asc').describe('By start'),
  after: z.string().max(40).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

const shortText = z.string().trim().max(200).nullable()

const fedAppointmentValues = z.object({
  student: studentKey,
  motive: reference.describe('Reference of a motive'),
  startsAt: askedInstant,
  takenAt: askedInstant.optional().describe('When it was taken; default: now'),
  practitioner: shortText.optional(),
  place: shortText.optional().describe('Where, as the reminder says it; null: the usual place'),
  state: appointmentState.optional().describe('Default: confirmed'),
})
export const fedAppointment = fedAppointmentValues
export const appointmentFeed = z.object({
  items: z.array(fedAppointmentValues.extend({ reference })).min(1).max(500),
})

export const fedAppointmentAnswer = z.object({
  outcome: z.enum(['created', 'updated', 'unchanged']),
  appointment,
})

export const appointmentEdit = z.object({
  version,
  state: appointmentState.optional(),
  startsAt: askedInstant.optional(),
  place: shortText.optional(),
})
export type AppointmentEdit = z.infer<typeof appointmentEdit>

export const motive = z
  .object({
    id: z.number().int(),
    version,
    reference: z.string().nullable(),
    /** May be medical: never in a mail. */
    label: z.string(),
    /** What a student may read. */
    publicLabel: z.string().nullable(),
    minutes: z.number().int(),
    reminderActive: z.boolean(),
    /** Calendar days ahead. */
    reminderDays: z.number().int(),
    /** Null: the default. */
    mailSubject: z.string().nullable(),
    mailBody: z.string().nullable(),
    active: z.boolean(),
    /** Confirmed appointments to come. */
    toCome: z.number().int(),
  })
  .meta({ id: 'AppointmentMotive' })
export type Motive = z.infer<typeof motive>

export const motiveList = z.object({
  items: z.array(motive),
  defaults: z.object({ subject: z.string(), body: z.string() }),
  placeholders: z.array(z.string()),
})
export type MotiveList = z.infer<typeof motiveList>

const label = z.string().trim().min(1).max(100)
// Their own rules say more than a length: src/health/appointments/mail-template.ts
const template = z.string().max(10_000).nullable()
const motiveValues = {
  reference: z.string().trim().max(200).nullable().optional(),
  publicLabel: z.string().trim().max(100).nullable().optional(),
  minutes: z.int().min(5).max(480).optional(),
  reminderActive: z.boolean().optional(),
  reminderDays: z.int().min(1).max(30).optional(),
  mailSubject: template.optional(),
  mailBody: template.optional(),
  active: z.boolean().optional(),
}
export const newMotive = z.object({ label, ...motiveValues })
export type NewMotive = z.infer<typeof newMotive>
export const motiveEdit = z.object({ version, label: label.optional(), ...motiveValues })
export type MotiveEdit = z.infer<typeof motiveEdit>

/** What the service's own system says of a motive; its mail and its reminder are set here. */
export const fedMotive = z.object({
  label,
  publicLabel: motiveValues.publicLabel,
  minutes: motiveValues.minutes,
  active: motiveValues.active,
})
export const fedMotiveAnswer = z.object({ outcome: z.enum(['created', 'updated', 'unchanged']), motive })

export const mailPreviewQuestion = z.object({
  publicLabel: z.string().max(200).nullable().optional(),
  mailSubject: template.optional(),
  mailBody: template.optional(),
})
export type MailPreviewQuestion = z.infer<typeof mailPreviewQuestion>

/** The mail of a fictional appointment; with faults, what they leave of it. */
export const mailPreview = z.object({
  from: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  /** Lines that are not sent, because what they speak of is not set. */
  omitted: z.array(z.string()),
  faults: z.array(z.object({ path: z.enum(['mailSubject', 'mailBody']), message: z.string() })),
})
export type MailPreview = z.infer<typeof mailPreview>
