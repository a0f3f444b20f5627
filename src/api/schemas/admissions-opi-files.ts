import { z } from 'zod'
import { instant, listOf } from './common.ts'

/** What the API says of the day's files for Pégase, and of attachments of pre-registrations. */

export const opiDay = z
  .object({
    day: z.iso.date(),
    /** Newest set first. */
    files: z
      .array(
        z.object({
          id: z.number().int(),
          kind: z.enum(['candidat', 'candidature', 'inscription', 'retraits']),
          /** 0, then 1, 2… after a download. */
          suffix: z.number().int(),
          name: z.string(),
          /** Without the header. */
          rows: z.number().int(),
          bytes: z.number().int(),
          writtenAt: instant,
          downloadedAt: instant.nullable(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'OpiDay' })
export type OpiDay = z.infer<typeof opiDay>
export const opiDays = z.object({ items: z.array(opiDay), next: z.iso.date().nullable() })
export type OpiDays = z.infer<typeof opiDays>
export const opiDaysQuery = z.object({
  before: z.iso.date().optional(),
  size: z.coerce.number().int().min(1).max(100).default(30),
})
export const opiDayRemoved = z.object({ removed: z.number().int(), kept: z.number().int() })

const attachmentStates = ['to-send', 'sent', 'absent', 'error', 'superseded'] as const
export const opiAttachmentState = z.enum(attachmentStates).meta({ id: 'OpiAttachmentState' })
export type OpiAttachmentState = z.infer<typeof opiAttachmentState>

export const queuedAttachment = z
  .object({
    id: z.number().int(),
    accountId: z.number().int(),
    dossierNo: z.string(),
    formation: z.object({ code: z.string(), label: z.string() }),
    sisCode: z.string(),
    opiCode: z.string(),
    state: opiAttachmentState,
    /** A stable code. */
    cause: z.string().nullable(),
    causeDetail: z.string().nullable(),
    attempts: z.number().int(),
    nextTry: instant.nullable(),
    quarantinedAt: instant.nullable(),
    sentAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'QueuedAttachment' })
export type QueuedAttachment = z.infer<typeof queuedAttachment>
export const attachmentPage = z.object({
  items: z.array(queuedAttachment),
  next: z.number().int().nullable(),
})
export type AttachmentPage = z.infer<typeof attachmentPage>
export const attachmentQuery = z.object({
  state: listOf(opiAttachmentState),
  aside: z.stringbool().default(false).describe('Only what is put aside'),
  dossier: z.string().trim().max(8).optional().describe('Beginning of a dossier number'),
  after: z.coerce.number().int().positive().optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

export const attachmentSummary = z
  .object({
    /** Whether attachments are sent at all (OPI_IS_UTILISE_PJ). */
    used: z.boolean(),
    states: z.record(opiAttachmentState, z.number().int()),
    aside: z.number().int(),
  })
  .meta({ id: 'OpiAttachmentSummary' })
export type AttachmentSummary = z.infer<typeof attachmentSummary>

export const attachmentRetry = z.union([
  z.strictObject({ ids: z.array(z.number().int().positive()).min(1).max(500) }),
  z.strictObject({ state: z.enum(['absent', 'error']) }),
])
export type AttachmentRetry = z.infer<typeof attachmentRetry>
