import { z } from 'zod'
import { checks } from './batches.ts'
import { applicationCode, instant, text } from './common.ts'
import { run } from './runs.ts'

/** What the morning has to look at; each can be acknowledged. */
export const exception = z
  .object({
    kind: z.enum(['failed', 'interrupted', 'held', 'missed', 'not-started', 'slow', 'cancelled', 'rejects']),
    batchCode: z.string(),
    application: applicationCode,
    label: text,
    /** Null for what never started. */
    runId: z.number().int().nullable(),
    /** The due instant, or the start. */
    at: instant,
    /** In one sentence. */
    sentence: text,
    acknowledged: z.object({ by: z.string(), at: instant }).nullable(),
    /** A later run of the same batch has finished since. */
    mendedBy: z.number().int().nullable(),
  })
  .meta({ id: 'NightException' })
export type NightException = z.infer<typeof exception>

export const night = z
  .object({
    /** The civil date on which the night begins. */
    date: z.iso.date(),
    /** From noon (setting) to noon, in the establishment's zone. */
    from: instant,
    to: instant,
    now: instant,
    previous: z.iso.date().nullable(),
    next: z.iso.date().nullable(),
    /** One lane a batch that ran or was due. */
    lanes: z.array(
      z.object({
        batchCode: z.string(),
        application: applicationCode,
        label: text,
        due: z.array(instant),
        runs: z.array(
          run.extend({
            abnormallyLong: z.boolean(),
            medianSeconds: z.number().nullable(),
          }),
        ),
      }),
    ),
    counts: z.object({
      finished: z.number().int(),
      failed: z.number().int(),
      interrupted: z.number().int(),
      cancelled: z.number().int(),
      skipped: z.number().int(),
      running: z.number().int(),
      queued: z.number().int(),
      held: z.number().int(),
    }),
    /** The night in one sentence. */
    sentence: text,
    mood: z.enum(['good', 'attention', 'bad', 'quiet']),
    exceptions: z.array(exception),
    /** The next due instants of all batches. */
    upcoming: z.array(
      z.object({ at: instant, batchCode: z.string(), application: applicationCode, label: text }),
    ),
    checks,
  })
  .meta({ id: 'Night' })
export type Night = z.infer<typeof night>
