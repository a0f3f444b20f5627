import { z } from 'zod'
import { text } from './common.ts'
import { exchangeSummary } from './imports.ts'
import { runFile } from './runs.ts'

/** Which kinds there are, the list of them says. */
const loadKind = z.string()

/** What can be loaded, with the columns of its file. */
export const loadKindDescription = z
  .object({
    kind: loadKind,
    label: text,
    columns: z.array(z.object({ name: z.string(), mandatory: z.boolean(), rule: text, example: z.string() })),
  })
  .meta({ id: 'LoadKind' })
export type LoadKindDescription = z.infer<typeof loadKindDescription>
export const loadKindList = z.object({ items: z.array(loadKindDescription) })
export type LoadKindList = z.infer<typeof loadKindList>

/** Of one of these kinds. */
export function newLoad(kinds: readonly string[]) {
  return z.object({ kind: z.enum(kinds), dryRun: z.stringbool().default(true) })
}

export const loadSummary = exchangeSummary
  .extend({ id: z.number().int(), kind: loadKind })
  .meta({ id: 'LoadSummary' })
export type LoadSummary = z.infer<typeof loadSummary>
export const loadPage = z.object({ items: z.array(loadSummary), next: z.number().int().nullable() })
export type LoadPage = z.infer<typeof loadPage>

export const loadReport = loadSummary
  .extend({
    label: text,
    bytes: z.number().int().nullable(),
    sha256: z.string().nullable(),
    /** Why the whole file was refused. */
    refusals: z.array(z.object({ code: z.string(), line: z.number().int().nullable(), text })),
    notes: z.array(text),
    /** Messages by cause; samples with line numbers, the first of them, for operators. */
    faults: z.array(
      z.object({
        severity: z.enum(['error', 'warning']),
        code: z.string(),
        column: z.string().nullable(),
        count: z.number().int(),
        samples: z.array(z.object({ line: z.number().int(), message: z.string() })),
      }),
    ),
    files: z.array(runFile),
    /** The retry file among `files`. */
    retryFileId: z.number().int().nullable(),
    /** Whether what was simulated can be loaded as it is. */
    actions: z.object({ load: z.boolean() }),
  })
  .meta({ id: 'LoadReport' })
export type LoadReport = z.infer<typeof loadReport>
