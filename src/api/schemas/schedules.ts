import { z } from 'zod'
import { instant, text } from './common.ts'

export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])

/** The fields of the edit window (design, "How a batch is planned"). */
export const schedule = z
  .object({
    time: z.string(),
    weekdays: z.array(weekday),
    dayOfMonth: z.number().int().nullable(),
    month: z.number().int().nullable(),
    year: z.number().int().nullable(),
    everyMinutes: z.number().int().nullable(),
  })
  .meta({ id: 'Schedule' })
export type Schedule = z.infer<typeof schedule>

export const catchUp = z
  .discriminatedUnion('policy', [
    z.object({ policy: z.literal('run'), withinMinutes: z.number().int().min(0).max(525_600) }),
    z.object({ policy: z.literal('skip') }),
  ])
  .meta({ id: 'CatchUp' })
export type CatchUp = z.infer<typeof catchUp>

/** Why a schedule is refused, beside which field. */
export const scheduleRefusal = z
  .object({
    field: z.enum(['time', 'dayOfMonth', 'month', 'year', 'weekdays', 'everyMinutes', 'schedule']),
    code: z.string(),
    message: text,
  })
  .meta({ id: 'ScheduleRefusal' })
export type ScheduleRefusal = z.infer<typeof scheduleRefusal>

/** Asked while typing. `schedule` is whatever the form holds: faults come back as refusals, not as a problem. */
export const schedulePreviewRequest = z.object({
  schedule: z.unknown(),
  count: z.number().int().min(1).max(50).default(3),
})

export const schedulePreview = z
  .object({
    refusals: z.array(scheduleRefusal),
    /** In words; null when refused. */
    wording: text.nullable(),
    instants: z.array(
      z.object({
        at: instant,
        /** The civil time is not the planned one, or comes twice: a clock change. */
        note: text.nullable(),
      }),
    ),
    /** What a user should know of it: months without that day, only in leap years, never by itself… */
    notes: z.array(text),
  })
  .meta({ id: 'SchedulePreview' })
export type SchedulePreview = z.infer<typeof schedulePreview>
