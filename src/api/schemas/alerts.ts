import { z } from 'zod'
import { applicationCode, applicationCodes } from './common.ts'

export const alertKind = z.enum(['failed', 'interrupted', 'held', 'missed', 'slow']).meta({ id: 'AlertKind' })
export type AlertKind = z.infer<typeof alertKind>

/** What an account wants to be told by mail. */
export const subscription = z
  .object({
    /** Mailed as it happens. */
    kinds: z.array(alertKind).max(alertKind.options.length),
    /** Null: every application that the account may see. */
    applications: z.array(applicationCode).max(applicationCodes.length).nullable(),
    /** « Bilan de la nuit », every morning. */
    summary: z.boolean(),
    /** HH:MM in the establishment's zone. */
    summaryTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    /** Send the summary also when there is nothing to say. */
    summaryWhenQuiet: z.boolean(),
  })
  .meta({ id: 'Subscription' })
export type Subscription = z.infer<typeof subscription>

export const testWebhookResult = z.object({
  ok: z.boolean(),
  status: z.number().int().nullable(),
  error: z.string().nullable(),
})
