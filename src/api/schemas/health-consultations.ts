import { z } from 'zod'
import { askedInstant, instant, page, pageQuery } from './common.ts'
import { studentKey } from './health-students.ts'

export const consultation = z
  .object({
    id: z.number().int(),
    /** What the feeding system calls it. */
    reference: z.string().nullable(),
    studentId: z.number().int(),
    practitioner: z.string(),
    openedAt: instant,
    lastActivityAt: instant,
    closedAt: instant.nullable(),
    /** `FER_CON`: closed by the batch, what it says is a draft that nobody validated. */
    closedBy: z.enum(['practitioner', 'FER_CON']).nullable(),
    hasContent: z.boolean(),
  })
  .meta({ id: 'Consultation' })
export type Consultation = z.infer<typeof consultation>

export const consultationPage = page(consultation)
export type ConsultationPage = z.infer<typeof consultationPage>

export const consultationState = z.enum(['open', 'unvalidated', 'closed'])
export type ConsultationState = z.infer<typeof consultationState>

export const consultationQuery = pageQuery.extend({
  state: consultationState.optional(),
  practitioner: z.string().trim().max(200).optional(),
})

/** With what it says: for the medical right alone, and written down as read. */
export const readConsultation = consultation
  .extend({ content: z.string().nullable() })
  .meta({ id: 'ReadConsultation' })
export type ReadConsultation = z.infer<typeof readConsultation>

export const fedConsultation = z.object({
  student: studentKey,
  practitioner: z.string().trim().min(1).max(200).describe('Login of whoever holds it'),
  openedAt: askedInstant,
  lastActivityAt: askedInstant.optional().describe('Default: what is known already, or `openedAt`'),
  closedAt: askedInstant
    .nullable()
    .optional()
    .describe('Absent or null: still open. One that FER_CON closed is never opened again'),
  content: z
    .string()
    .max(200_000)
    .nullable()
    .optional()
    .describe('Free text, kept encrypted. Absent: left as it is; null: emptied'),
})

export const fedConsultationAnswer = z.object({
  consultation,
  outcome: z.enum(['created', 'updated', 'unchanged']),
})

export const consultationAct = z.object({ at: askedInstant.optional().describe('Default: now') })

/** Consultations of whoever asks that FER_CON closed, and that they have not been told about. */
export const untoldConsultations = z.object({ count: z.number().int() }).meta({ id: 'UntoldConsultations' })
export type UntoldConsultations = z.infer<typeof untoldConsultations>
