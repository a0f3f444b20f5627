import { z } from 'zod'
import { instant, text } from './common.ts'
import { runFile } from './runs.ts'

/** A file received, kept in a private place until it is imported or forgotten, and how the machine reads it. */
export const upload = z
  .object({
    id: z.string(),
    fileName: z.string(),
    bytes: z.number().int(),
    sha256: z.string(),
    uploadedAt: instant,
    reading: z.object({
      /** Why the whole file cannot be taken; null: it can. */
      refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
      encoding: z.object({ name: z.string(), proof: text }),
      lineEnding: z.string().nullable(),
      /** Data lines, without header and blank ones. */
      lines: z.number().int(),
      blankLines: z.number().int(),
      /** Header names as read. */
      header: z.array(z.string()),
      headerErrors: z.array(z.string()),
      /** Recognised by the number of columns. */
      formatVersion: z.string().nullable(),
      /** The first data lines, as read. */
      firstLines: z.array(z.object({ line: z.number().int(), fields: z.array(z.string()) })),
      /** Share of lines (0 to 1) that have something in each column. */
      fillRates: z.array(z.object({ column: z.string(), share: z.number() })),
      /** Share of lines with a national number: which identity will be used. */
      ineShare: z.number().nullable(),
    }),
  })
  .meta({ id: 'Upload' })
export type Upload = z.infer<typeof upload>

export const newImport = z.object({
  uploadId: z.string().max(100),
  model: z.string().min(1).max(100),
  dryRun: z.boolean(),
  /** The simulation whose figures were shown: should the base have moved since, the import is held. */
  simulation: z.number().int().nullable().default(null),
})
export type NewImport = z.input<typeof newImport>

export const tally = z
  .object({
    lines: z.number().int(),
    blank: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    partial: z.number().int(),
    deleted: z.number().int(),
    skipped: z.number().int(),
    rejected: z.number().int(),
    warnings: z.number().int(),
  })
  .meta({ id: 'Tally' })
export type Tally = z.infer<typeof tally>

export const exchangeState = z
  .enum(['processing', 'applied', 'simulated', 'refused', 'held', 'approved', 'discarded', 'failed'])
  .meta({ id: 'ExchangeState' })
export type ExchangeState = z.infer<typeof exchangeState>

/** What lists say of any file that was taken in, whatever the application. */
export const exchangeSummary = z.object({
  runId: z.number().int(),
  batchCode: z.string(),
  fileName: z.string(),
  dryRun: z.boolean(),
  state: exchangeState,
  /** Somebody stopped it, which is no failure though `state` says so. */
  cancelled: z.boolean(),
  tally,
  begunAt: instant,
  endedAt: instant.nullable(),
  requestedBy: z.string().nullable(),
})

/** A line of « Derniers imports ». */
export const importSummary = exchangeSummary
  .extend({ model: z.string().nullable() })
  .meta({ id: 'ImportSummary' })
export type ImportSummary = z.infer<typeof importSummary>

export const importPage = z.object({ items: z.array(importSummary), next: z.number().int().nullable() })

export const faultGroup = z
  .object({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    column: z.string().nullable(),
    count: z.number().int(),
    samples: z.array(z.object({ line: z.number().int(), message: z.string() })),
    /** What to do about it. */
    advice: text.nullable(),
  })
  .meta({ id: 'FaultGroup' })
export type FaultGroup = z.infer<typeof faultGroup>

export const importReport = importSummary
  .extend({
    bytes: z.number().int().nullable(),
    sha256: z.string().nullable(),
    faults: z.array(faultGroup),
    /** By column: how many records would change, or changed, and a few of them. */
    changedFields: z.array(
      z.object({
        column: z.string(),
        count: z.number().int(),
        /** Old → new of the first few; empty for those who may not see personal data. */
        samples: z.array(
          z.object({ line: z.number().int(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
      }),
    ),
    /** Why it is held, in words. */
    hold: z.array(text),
    /** Of a simulation: why an import of this plan would wait for an approval. */
    wouldHold: z.array(text),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    /** The run that applied it once approved; the simulation or held import that this one applies. */
    appliedByRun: z.number().int().nullable(),
    approvalOfRun: z.number().int().nullable(),
    /** The file is still here: it can be imported for real, or approved. */
    uploadId: z.string().nullable(),
    files: z.array(runFile),
    /** The same model's imports before: for « comparé aux précédents ». */
    history: z.array(z.object({ runId: z.number().int(), begunAt: instant, tally })),
    actions: z.object({ import: z.boolean(), decide: z.boolean() }),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof importReport>
