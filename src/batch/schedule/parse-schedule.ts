import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { isImpossibleDate } from './impossible-date.ts'
import { isPast } from './past-schedule.ts'
import {
  earliestYear,
  impossibleDate,
  latestYear,
  pastDate,
  type Refusal,
  refusal,
  tooFrequent,
  unknownField,
} from './refusal.ts'
import { longestFrequencyMinutes, type Schedule, timePattern, weekdays } from './schedule.ts'

/**
 * A schedule as the edit window, the API and the batch files write it: what is absent is blank, `weekdays` may
 * be 'all', and the time may be left out where a frequency replaces it.
 */
export const scheduleInput = z.strictObject({
  time: z.string().regex(timePattern).nullish(),
  weekdays: z.union([z.literal('all'), z.array(z.enum(weekdays))]).default([]),
  dayOfMonth: z.int().min(1).max(31).nullable().default(null),
  month: z.int().min(1).max(12).nullable().default(null),
  year: z.int().min(earliestYear).max(latestYear).nullable().default(null),
  everyMinutes: z.int().min(1).max(longestFrequencyMinutes).nullable().default(null),
})

export type ScheduleInput = z.input<typeof scheduleInput>

export type ParsedSchedule =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly refusals: Refusal[] }

/** The hour shown once the frequency is taken away again. */
const timeOfFrequency = '00:00'

/**
 * Reads a schedule that somebody wants to save at `now`, or says all that is wrong with it (design, "How a
 * batch is planned"; texts of admissions 1.7). A schedule that is accepted may still never come by itself:
 * no day ticked is how a batch is left to immediate launches.
 */
export function parseSchedule(
  input: unknown,
  options: {
    readonly now: Temporal.Instant
    readonly zone: string
    /** How often due instants are looked for; a frequency cannot be shorter. */
    readonly checkPeriodMs?: number | null
  },
): ParsedSchedule {
  const parsed = scheduleInput.safeParse(input)
  if (!parsed.success) return { ok: false, refusals: shapeRefusals(parsed.error.issues) }
  const { time, weekdays: ticked, ...rest } = parsed.data
  if (time == null && rest.everyMinutes === null) return { ok: false, refusals: [refusal('time-missing')] }
  const schedule: Schedule = {
    time: time ?? timeOfFrequency,
    weekdays: weekdays.filter((day) => ticked === 'all' || ticked.includes(day)),
    ...rest,
  }
  const refusals = ruleRefusals(schedule, options.now, options.zone)
  const { checkPeriodMs = null } = options
  if (schedule.everyMinutes !== null && schedule.everyMinutes * 60_000 < (checkPeriodMs ?? 0))
    refusals.push(tooFrequent(checkPeriodMs ?? 0))
  return refusals.length === 0 ? { ok: true, schedule } : { ok: false, refusals }
}

/** Faults of single fields, in the order of the window. */
function shapeRefusals(issues: readonly z.core.$ZodIssue[]): Refusal[] {
  const codes = {
    time: 'time-format',
    weekdays: 'weekdays-unknown',
    dayOfMonth: 'day-of-month-range',
    month: 'month-range',
    year: 'year-range',
    everyMinutes: 'frequency-range',
  } as const
  const refusals = new Map<string, Refusal>()
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) refusals.set(`unknown ${key}`, unknownField(key))
      continue
    }
    const field = issue.path[0] as keyof typeof codes | undefined
    const code = field === undefined ? 'not-a-schedule' : codes[field]
    refusals.set(code, refusal(code))
  }
  return [...refusals.values()]
}

/** Faults that fields have together. */
function ruleRefusals(schedule: Schedule, now: Temporal.Instant, zone: string): Refusal[] {
  const refusals: Refusal[] = []
  if (schedule.dayOfMonth !== null && schedule.weekdays.length > 0) {
    refusals.push(refusal('day-of-month-and-weekdays'))
  }
  if (schedule.year !== null && schedule.month === null) refusals.push(refusal('year-without-month'))
  if (isImpossibleDate(schedule)) refusals.push(impossibleDate(schedule))
  else if (isPast(schedule, now, zone)) refusals.push(pastDate())
  return refusals
}
