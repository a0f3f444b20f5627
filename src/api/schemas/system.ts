import { z } from 'zod'
import { instant } from './common.ts'

export const systemState = z
  .object({
    now: instant,
    version: z.string(),
    nodeVersion: z.string(),
    nodes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        pid: z.number().int(),
        version: z.string(),
        startedAt: instant,
        leaseUntil: instant,
        alive: z.boolean(),
        endedAt: instant.nullable(),
        endReason: z.string().nullable(),
        scheduler: z.boolean(),
        lastCheckAt: instant.nullable(),
        nextCheckAt: instant.nullable(),
        running: z.number().int(),
      }),
    ),
    database: z.object({
      version: z.string(),
      embedded: z.boolean(),
      sizeBytes: z.number().int(),
      connections: z.number().int(),
      maxConnections: z.number().int(),
      migrations: z.number().int(),
      startedAt: instant,
    }),
    queue: z.object({
      queued: z.number().int(),
      running: z.number().int(),
      oldestQueuedAt: instant.nullable(),
      places: z.number().int(),
    }),
    disk: z.object({ path: z.string(), freeBytes: z.number(), totalBytes: z.number() }).nullable(),
    mail: z.object({
      configured: z.boolean(),
      pending: z.number().int(),
      failed: z.number().int(),
      /** They may have left, and are not sent again. */
      doubtful: z.number().int(),
      lastError: z.string().nullable(),
    }),
    /** Checks with a verdict and what to do, as `./nocturne doctor` says them. */
    findings: z.array(
      z.object({
        check: z.string(),
        /** What is checked, for people. */
        name: z.string(),
        level: z.enum(['ok', 'warning', 'error']),
        message: z.string(),
        advice: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'SystemState' })
export type SystemState = z.infer<typeof systemState>

/** What a new installation still lacks, in order. */
export const firstSteps = z
  .object({
    done: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum([
          'administrator',
          'mail',
          'encryption',
          'import-directory',
          'nomenclatures',
          'letters',
          'schedule',
          'colleagues',
          'alerts',
        ]),
        done: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'FirstSteps' })
export type FirstSteps = z.infer<typeof firstSteps>
