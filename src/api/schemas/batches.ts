import { z } from 'zod'
import { applicationCode, instant, text, version } from './common.ts'
import { run, runState } from './runs.ts'
import { catchUp, schedule } from './schedules.ts'

/** One word on how a batch fares, for the list. */
export const verdict = z
  .enum([
    'on-time',
    'late',
    'missed',
    'failing',
    'running',
    'waiting',
    'off',
    'never-ran',
    'never-again',
    'by-hand',
  ])
  .meta({ id: 'Verdict' })
export type Verdict = z.infer<typeof verdict>

/** A row of the grid. */
export const batch = z
  .object({
    code: z.string(),
    application: applicationCode,
    label: text,
    description: text,
    /** False: the running program has no batch of this code any more. */
    known: z.boolean(),
    enabled: z.boolean(),
    disabledBy: z.string().nullable(),
    disabledAt: instant.nullable(),
    schedule,
    /** « Programmation », in words. */
    scheduleWording: text,
    catchUp,
    parameters: z.record(z.string(), z.unknown()),
    version: z.number().int(),
    changedAt: instant,
    changedBy: z.string(),
    nextDueAt: instant.nullable(),
    /** « Lancement immédiat »: a run that somebody asked for waits or is under way. */
    requested: z.boolean(),
    waitingRun: z.number().int().nullable(),
    runningRun: run.nullable(),
    lastRun: run.nullable(),
    /** « Dernière exécution », in the line that users know. */
    lastRunWording: text,
    /** The last 20 runs that began, oldest first: bars of the list. */
    recent: z.array(
      z.object({ id: z.number().int(), state: runState, durationSeconds: z.number().int().nullable() }),
    ),
    verdict,
    /** Since when the verdict holds, where that means something (failing). */
    verdictSince: instant.nullable(),
    /** It destroys: its code must be typed. */
    dangerous: z.boolean(),
    /** What this account may do with it. */
    actions: z.object({ edit: z.boolean(), launch: z.boolean() }),
  })
  .meta({ id: 'Batch' })
export type Batch = z.infer<typeof batch>

/** Who is checking what is due (admissions.md 1.6). */
export const checks = z
  .object({
    state: z.enum(['checking', 'on-time', 'late', 'nobody']),
    periodMs: z.number().nullable(),
    lastAt: instant.nullable(),
    nextAt: instant.nullable(),
    lateSince: instant.nullable(),
    running: z.array(run),
    queued: z.number().int(),
    nodes: z.array(z.object({ name: z.string(), scheduler: z.boolean(), lastCheckAt: instant.nullable() })),
  })
  .meta({ id: 'Checks' })
export type Checks = z.infer<typeof checks>

export const batchList = z.object({ items: z.array(batch), checks, now: instant })
export type BatchList = z.infer<typeof batchList>

export const batchPage = z
  .object({
    batch,
    /** JSON Schema of the parameters (draft 2020-12) from the batch's definition; null: it has none. */
    parametersSchema: z.record(z.string(), z.unknown()).nullable(),
    /** The definition's defaults under the plan's values. */
    parametersInForce: z.record(z.string(), z.unknown()),
    /** Why it may not be put in service yet, and what to do; null: it may, or it is. */
    notReady: text.nullable(),
    timeoutMinutes: z.number(),
    resources: z.array(z.string()),
    rerunSafe: z.boolean(),
    /** Overlap, catch-up, time limit, retry as sentences. */
    rules: z.array(text),
    nextInstants: z.array(z.object({ at: instant, note: text.nullable() })),
  })
  .meta({ id: 'BatchPage' })
export type BatchPage = z.infer<typeof batchPage>

export const planEdit = z.object({
  version,
  enabled: z.boolean().optional(),
  /** Checked by the engine, field by field: faults come back in `schedule` of the problem. */
  schedule: z.unknown().optional(),
  catchUp: catchUp.optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
})
export type PlanEdit = z.infer<typeof planEdit>

export const savedPlan = z.object({
  version: z.number().int(),
  nextDueAt: instant.nullable(),
  /** What waited and was cancelled, because the batch was taken out of service. */
  cancelledRuns: z.array(z.number().int()),
})
export type SavedPlan = z.infer<typeof savedPlan>

export const plan = z.object({
  enabled: z.boolean(),
  schedule,
  catchUp,
  parameters: z.record(z.string(), z.unknown()),
})

export const revision = z
  .object({
    version: z.number().int(),
    at: instant,
    author: z.string(),
    before: plan,
    after: plan,
    beforeWording: text,
    afterWording: text,
    /** Names of what differs: enabled, schedule, catchUp, parameters. */
    changed: z.array(z.enum(['enabled', 'schedule', 'catchUp', 'parameters'])),
  })
  .meta({ id: 'Revision' })
export type Revision = z.infer<typeof revision>

export const revisionList = z.object({ items: z.array(revision), next: z.number().int().nullable() })

export const restoration = z.object({ version })

/** What a dangerous batch would touch; null for the others. */
export const launchPreview = z.object({
  dangerous: z.boolean(),
  figures: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).nullable(),
})
export type LaunchPreview = z.infer<typeof launchPreview>

export const launch = z.object({
  parameters: z.record(z.string(), z.unknown()).optional(),
  /** The batch's code, typed, where it destroys. */
  confirmation: z.string().optional(),
})
export type Launch = z.infer<typeof launch>

export const durations = z
  .object({
    /** Ended runs that did work, oldest first. */
    runs: z.array(
      z.object({ id: z.number().int(), state: runState, startedAt: instant, durationSeconds: z.number() }),
    ),
    medianSeconds: z.number().nullable(),
    /** Above this, a run is far longer than the habit. */
    abnormalAboveSeconds: z.number().nullable(),
  })
  .meta({ id: 'Durations' })
export type Durations = z.infer<typeof durations>

/** Why an instant has a run or has none. */
export const instantPage = z
  .object({
    at: instant,
    batch: z.object({ code: z.string(), label: text, application: applicationCode }),
    /** The run that answers it, if any: `skipped` ones say why. */
    run: run.nullable(),
    why: z.enum([
      'ran',
      'skipped',
      'future',
      'out-of-service',
      'not-due',
      'nobody-checked',
      'before-first-plan',
    ]),
    explanation: text,
    /** The plan in force then. */
    plan: z
      .object({ version: z.number().int(), wording: text, author: z.string(), at: instant.nullable() })
      .nullable(),
  })
  .meta({ id: 'InstantPage' })
export type InstantPage = z.infer<typeof instantPage>
