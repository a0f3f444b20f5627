import { z } from 'zod'
import { measures } from '../../health/statistics/axes.ts'
import { instant, text } from './common.ts'

export const statisticPushQuery = z.object({
  before: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)
    .optional(),
  size: z.coerce.number().int().min(1).max(200).default(15),
})

export const statisticPush = z.object({
  id: z.uuid(),
  runId: z.number().int().nullable(),
  year: z.number().int().describe('Civil year in which the academic year begins'),
  until: z.iso.date(),
  schemaVersion: z.string(),
  cells: z.number().int(),
  masked: z.number().int(),
  bytes: z.number().int(),
  state: z.enum(['previewed', 'pending', 'sending', 'sent', 'failed', 'refused']),
  builtAt: instant,
  previewedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  attempts: z.number().int(),
  sentAt: instant.nullable(),
  receipt: z.string().nullable(),
  error: z.string().nullable(),
})
export type StatisticPush = z.infer<typeof statisticPush>

export const statisticPushList = z.object({
  items: z.array(statisticPush),
  /** What to give as `before` for the next page; null on the last one. */
  next: z.string().nullable(),
  /** Why STAT_DASHBOARD may not be put in service yet; null: it may. */
  missing: text.nullable(),
  /** The last time that MAJ_IDENTITE ended well. */
  refreshedAt: instant.nullable(),
})
export type StatisticPushList = z.infer<typeof statisticPushList>

const figure = z.union([
  z.object({ value: z.number().int() }),
  z.object({ value: z.null(), masque: z.literal(true) }),
])
const figures = Object.fromEntries(measures.map((measure) => [measure, figure])) as Record<
  (typeof measures)[number],
  typeof figure
>

/** What is sent, exactly: JSON names of calcium-dashboard's own schema. */
export const statisticPayload = z.object({
  schema_version: z.string(),
  sender: z.string().nullable(),
  year: z.number().int(),
  until: z.iso.date(),
  threshold: z.number().int(),
  rounded_to: z.number().int(),
  establishments: z.array(
    z.object({
      code: z.string(),
      total: z.object(figures),
      tables: z.array(
        z.object({
          rows: z.string(),
          columns: z.string(),
          cells: z.array(z.object({ row: z.string().nullable(), column: z.string().nullable(), ...figures })),
        }),
      ),
    }),
  ),
})
export type StatisticPayload = z.infer<typeof statisticPayload>

export const statisticPushPage = statisticPush.extend({ payload: statisticPayload })
export type StatisticPushPage = z.infer<typeof statisticPushPage>
