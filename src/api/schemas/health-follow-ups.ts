import { z } from 'zod'
import { followUpStates } from '../../health/follow-ups/follow-up-state.ts'
import { askedDate, instant, listOf, page, version } from './common.ts'
import { reference } from './health-feeding.ts'
import { studentKey } from './health-students.ts'

/** What the API says of follow-ups (relances) and of what their batches print. */

export const followUpState = z.enum(followUpStates).meta({ id: 'FollowUpState' })
export type FollowUpState = z.infer<typeof followUpState>

export const followUp = z
  .object({
    id: z.number().int(),
    version,
    /** The feeding system's own name for it. */
    reference: z.string().nullable(),
    student: z.object({
      id: z.number().int(),
      familyName: z.string(),
      usageName: z.string().nullable(),
      firstName: z.string(),
      merged: z.boolean(),
      returnedMail: z.boolean(),
    }),
    motive: z.object({ code: z.string(), label: z.string() }),
    state: followUpState,
    dueOn: z.iso.date(),
    letterOn: z.iso.date().nullable(),
    reminderOn: z.iso.date().nullable(),
    closedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'FollowUp' })
export type FollowUp = z.infer<typeof followUp>

export const followUpDetail = followUp
  .extend({
    letterText: z.string(),
    comment: z.string(),
    closedBy: z.string().nullable(),
    closedReason: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'FollowUpDetail' })
export type FollowUpDetail = z.infer<typeof followUpDetail>

export const followUpPage = z.object({ items: z.array(followUp), next: z.string().nullable() })
export type FollowUpPage = z.infer<typeof followUpPage>

export const followUpQuery = z.object({
  state: listOf(followUpState),
  motive: z.string().max(50).optional(),
  dueFrom: askedDate.optional(),
  dueTo: askedDate.optional(),
  search: z.string().max(100).optional(),
  student: z.coerce.number().int().positive().optional(),
  after: z.string().max(60).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

const motive = z.string().trim().min(1).max(50).describe('Code of an item of RELANCES')
const letterText = z.string().max(5000)
const comment = z.string().max(5000)

export const followUpContent = z.object({
  student: studentKey,
  motive,
  dueOn: askedDate,
  letterText: letterText.default('').describe('Printed on the letter'),
  comment: comment.default('').describe('Never leaves the service'),
})

export const fedFollowUp = followUpContent.extend({ reference: reference.optional() })
export const followUpFeed = z.object({ items: z.array(fedFollowUp).min(1).max(500) })

export const followUpEdit = z.object({
  version,
  motive: motive.optional(),
  dueOn: askedDate.optional(),
  letterText: letterText.optional(),
  comment: comment.optional(),
})
export type FollowUpEdit = z.infer<typeof followUpEdit>

export const followUpClosing = z.object({ version, reason: z.string().trim().min(1).max(500) })
export const followUpReopening = z.object({ version })

export const followUpSummary = z
  .object({
    open: z.number().int(),
    due: z.number().int(),
    toRemind: z.number().int(),
    waiting: z.number().int(),
    noAddress: z.number().int(),
    nextLettersAt: instant.nullable(),
    nextRemindersAt: instant.nullable(),
  })
  .meta({ id: 'FollowUpSummary' })
export type FollowUpSummary = z.infer<typeof followUpSummary>

export const editionBatches = ['LIS_REL', 'REL_COU', 'LIS_RAP', 'REL_CRA'] as const

export const followUpEdition = z
  .object({
    id: z.number().int(),
    runId: z.number().int(),
    batchCode: z.enum(editionBatches),
    fileName: z.string(),
    bytes: z.number().int(),
    sha256: z.string(),
    /** Lines of a listing, letters of a PDF. */
    objects: z.number().int(),
    pages: z.number().int().nullable(),
    createdAt: instant,
    firstDownloadedAt: instant.nullable(),
    firstDownloadedBy: z.string().nullable(),
    cancelledAt: instant.nullable(),
    cancelledBy: z.string().nullable(),
    /** False: removed by its age. */
    kept: z.boolean(),
    /** Whether it may still be undone: letters, within seven days. */
    cancellable: z.boolean(),
  })
  .meta({ id: 'FollowUpEdition' })
export type FollowUpEdition = z.infer<typeof followUpEdition>

export const followUpEditionPage = page(followUpEdition)
export type FollowUpEditionPage = z.infer<typeof followUpEditionPage>

export const followUpEditionQuery = z.object({
  batch: listOf(z.enum(editionBatches)),
  before: z.coerce.number().int().positive().optional(),
  size: z.coerce.number().int().min(1).max(200).default(30),
})

export const editionCancellation = z
  .object({
    /** Back where they were: the next letter batch prints them again. */
    restored: z.number().int(),
    /** Closed since: they stay closed. */
    closed: z.number().int(),
    /** A later letter went out: they stay as they are. */
    followed: z.number().int(),
    edition: followUpEdition,
  })
  .meta({ id: 'FollowUpEditionCancellation' })
export type EditionCancellation = z.infer<typeof editionCancellation>
