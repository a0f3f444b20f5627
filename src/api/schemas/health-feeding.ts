import { z } from 'zod'

/** What systems that feed the health service say and are answered, whatever they send. */

/** What the feeding system calls its record. */
export const reference = z.string().trim().min(1).max(200)
export const referencePath = z.object({ reference })

export const feedOutcome = z
  .object({
    outcome: z.enum(['created', 'updated', 'unchanged', 'rejected']),
    id: z.number().int().nullable(),
    /** The member at fault of a rejected one, and why. */
    path: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'FeedOutcome' })

export const feedAnswer = z
  .object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.number().int(),
    /** In the order of the request. */
    items: z.array(feedOutcome),
  })
  .meta({ id: 'FeedAnswer' })
export type FeedAnswer = z.infer<typeof feedAnswer>
