import { z } from 'zod'
import { instant, text } from './common.ts'

/** What the API says of the reference tables of the student information system. */

const count = z.number().int()

const reject = z.object({ line: count, code: z.string().nullable(), cause: z.string() })

export const referenceSync = z
  .object({
    at: instant,
    runId: count.nullable(),
    outcome: z.enum(['merged', 'skipped', 'failed']),
    /** Why it was left alone, in the language of the batches. */
    cause: z.string().nullable(),
    read: count.nullable(),
    inserted: count.nullable(),
    updated: count.nullable(),
    outOfService: count.nullable(),
    rejected: count.nullable(),
    /** The first twenty. */
    rejects: z.array(reject),
    /** The last time that it was merged, whatever happened since. */
    mergedAt: instant.nullable(),
  })
  .meta({ id: 'ReferenceSync' })
export type ReferenceSync = z.infer<typeof referenceSync>

export const referenceTableState = z
  .object({
    code: z.string(),
    label: text,
    /** Holds logins: its rows are for operators. */
    personal: z.boolean(),
    inService: count,
    outOfService: count,
    sync: referenceSync.nullable(),
  })
  .meta({ id: 'ReferenceTableState' })
export type ReferenceTableState = z.infer<typeof referenceTableState>

export const referenceTableList = z
  .object({
    sisKind: z.enum(['A', 'P', 'D']),
    /** Null: none is configured. `place`: host or folder. */
    source: z.object({ type: z.enum(['pegase', 'database', 'csv']), place: z.string() }).nullable(),
    version: z.object({ text: z.string(), at: instant }).nullable(),
    versionSync: referenceSync.nullable(),
    tables: z.array(referenceTableState),
  })
  .meta({ id: 'ReferenceTableList' })
export type ReferenceTableList = z.infer<typeof referenceTableList>

export const referenceRowsQuery = z.object({
  q: z.string().max(100).default(''),
  service: z.enum(['all', 'in', 'out']).default('all'),
  /** What the page before gave as `next`. */
  after: z.string().max(500).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

export const referenceRows = z
  .object({
    table: referenceTableState,
    columns: z.array(z.object({ name: z.string(), label: text })),
    items: z.array(
      z.object({
        /** By column. */
        values: z.array(z.union([z.string(), z.boolean()]).nullable()),
        inService: z.boolean(),
        changedAt: instant,
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'ReferenceRows' })
export type ReferenceRows = z.infer<typeof referenceRows>

export const sourceTest = z
  .object({
    ok: z.boolean(),
    /** What the system says of its version; null: nothing, or it did not answer. */
    version: z.string().nullable(),
    /** Why it did not answer, in the language of the batches, without secrets. */
    error: z.string().nullable(),
  })
  .meta({ id: 'SourceTest' })
export type SourceTest = z.infer<typeof sourceTest>
