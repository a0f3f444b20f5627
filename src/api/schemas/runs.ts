import { z } from 'zod'
import { applicationCode, askedInstant, instant, listOf, pageQuery, text } from './common.ts'

export const runState = z
  .enum(['queued', 'running', 'finished', 'failed', 'interrupted', 'cancelled', 'skipped'])
  .meta({ id: 'RunState' })
export type RunState = z.infer<typeof runState>

export const trigger = z
  .enum(['schedule', 'manual', 'catch-up', 'cli', 'api', 'file', 'retry'])
  .meta({ id: 'Trigger' })
export type Trigger = z.infer<typeof trigger>

export const runDetail = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]))

/** A run as lists show it. */
export const run = z
  .object({
    id: z.number().int(),
    batchCode: z.string(),
    application: applicationCode,
    state: runState,
    /** The word that users know: FINISH, RUNNING, ERROR, INTERRUPT, QUEUED, CANCELLED, SKIPPED. */
    stateCode: z.string(),
    trigger,
    dueAt: instant.nullable(),
    queuedAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    /** Of instants, whole seconds, both ends truncated (health.md 1.2-4); null until it has ended. */
    durationSeconds: z.number().int().nullable(),
    nodeName: z.string().nullable(),
    requestedBy: z.string().nullable(),
    parameters: z.record(z.string(), z.unknown()),
    attempt: z.number().int(),
    retryOf: z.number().int().nullable(),
    cancelRequestedAt: instant.nullable(),
    cancelRequestedBy: z.string().nullable(),
    progress: z
      .object({ done: z.number(), total: z.number().nullable(), phase: z.string().nullable() })
      .nullable(),
    detail: runDetail.nullable(),
    error: z.string().nullable(),
    /** Why it waits, was skipped, cancelled or interrupted. */
    reason: text.nullable(),
  })
  .meta({ id: 'Run' })
export type Run = z.infer<typeof run>

export const runQuery = pageQuery.extend({
  batch: z.string().optional(),
  application: applicationCode.optional(),
  state: listOf(runState),
  trigger: listOf(trigger),
  from: askedInstant.optional(),
  to: askedInstant.optional(),
})
export type RunQuery = z.input<typeof runQuery>

export const runPage = z.object({ items: z.array(run), next: z.number().int().nullable() })
export type RunPage = z.infer<typeof runPage>

export const runFile = z
  .object({
    id: z.number().int(),
    name: z.string(),
    mediaType: z.string(),
    /** Holds personal data: operators and administrators only. */
    personal: z.boolean(),
    sizeBytes: z.number().int(),
    addedAt: instant,
    /** Whether this account may download it. */
    allowed: z.boolean(),
    /** No longer on disk. */
    gone: z.boolean(),
  })
  .meta({ id: 'RunFile' })
export type RunFile = z.infer<typeof runFile>

/** Everything that the page of one run shows but its log. */
export const runPageData = z
  .object({
    run,
    batch: z.object({ code: z.string(), label: text, application: applicationCode, planned: z.boolean() }),
    /** What the batch calls the parameters that it describes, by their names. */
    parameterLabels: z.record(z.string(), z.string()),
    files: z.array(runFile),
    /** A file exchange belongs to it: /api/imports/:runId tells of it. */
    exchange: z.object({ state: z.string(), held: z.boolean() }).nullable(),
    /** Of the last finished runs of the batch, in seconds: what to compare with. */
    habit: z
      .object({ runs: z.number().int(), medianSeconds: z.number(), longestSeconds: z.number() })
      .nullable(),
    /** Far longer than its habit. */
    abnormallyLong: z.boolean(),
    neighbours: z.object({
      previous: z.number().int().nullable(),
      next: z.number().int().nullable(),
      previousFailed: z.number().int().nullable(),
    }),
    /** The version of the plan that launched it, and who had saved that. */
    plan: z
      .object({ version: z.number().int(), author: z.string().nullable(), at: instant.nullable() })
      .nullable(),
    /** For « encore n'a pas commencé »: runs that it waits for. */
    waitsFor: z.array(z.object({ id: z.number().int(), batchCode: z.string() })),
    acknowledged: z.object({ by: z.string(), at: instant }).nullable(),
    actions: z.object({ cancel: z.boolean(), runAgain: z.boolean(), decide: z.boolean() }),
  })
  .meta({ id: 'RunPageData' })
export type RunPageData = z.infer<typeof runPageData>

export const runLine = z
  .object({
    seq: z.number().int(),
    at: instant,
    level: z.enum(['info', 'warn', 'error']),
    message: z.string(),
  })
  .meta({ id: 'RunLine' })
export type RunLine = z.infer<typeof runLine>

export const runLinesQuery = z.object({
  /** Lines after this number. */
  after: z.coerce.number().int().min(0).default(0),
  /** Lines before this number, newest last: for reading a long log from its end. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(500),
  level: listOf(z.enum(['info', 'warn', 'error'])),
  search: z.string().max(200).optional(),
})

export const runLines = z.object({ lines: z.array(runLine), lastSeq: z.number().int(), more: z.boolean() })
export type RunLines = z.infer<typeof runLines>

export const repetition = z.object({
  /** Absent: those of the run that is repeated. */
  parameters: z.record(z.string(), z.unknown()).optional(),
  confirmation: z.string().optional(),
})

export const requestedRun = z.object({ runId: z.number().int() }).meta({ id: 'RequestedRun' })
export type RequestedRun = z.infer<typeof requestedRun>

export const cancellation = z.object({ state: z.enum(['cancelled', 'stopping']) })
