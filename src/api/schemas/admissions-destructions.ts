import { z } from 'zod'
import { destroyedKinds } from '../../admissions/destruction/destruction-report.ts'
import { instant } from './common.ts'

/** Proofs of destructions (admissions.md 3.6): counts, no names. */

const count = z.number().int()
export const destroyedKind = z.enum(destroyedKinds)
export type DestroyedKind = z.infer<typeof destroyedKind>

export const destructionReport = z
  .object({
    id: z.number().int(),
    campaignId: z.number().int(),
    campaignCode: z.string(),
    campaignLabel: z.string(),
    archivedAt: instant,
    retentionDays: count,
    startedAt: instant,
    /** Null: not ended yet. */
    completedAt: instant.nullable(),
    runIds: z.array(z.number().int()),
    askedBy: z.string().nullable(),
    counts: z.partialRecord(destroyedKind, count),
    keepUntil: z.iso.date().nullable(),
    remaining: z.object({
      accounts: count,
      files: count,
      causes: z.array(z.object({ words: z.string(), files: count })),
    }),
  })
  .meta({ id: 'DestructionReport' })
export type DestructionReport = z.infer<typeof destructionReport>

export const destructionList = z.object({
  items: z.array(destructionReport),
  /** Archived campaigns, whoever is due first. */
  next: z.array(
    z.object({
      id: z.number().int(),
      code: z.string(),
      archivedAt: instant,
      dueAt: instant,
      isDue: z.boolean(),
    }),
  ),
  retentionDays: count,
})
export type DestructionList = z.infer<typeof destructionList>
