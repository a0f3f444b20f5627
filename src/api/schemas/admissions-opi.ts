import { z } from 'zod'
import { instant, listOf, version } from './common.ts'

/** What the API says of pre-registrations (OPI) and of what they are poured into. */

const opiStates = ['to-pour', 'to-withdraw', 'poured', 'withdrawn', 'error'] as const
export const opiState = z.enum(opiStates).meta({ id: 'OpiState' })
export type OpiState = z.infer<typeof opiState>

export const queuedOpi = z
  .object({
    applicationId: z.number().int(),
    version,
    /** Of the page of the dossier. */
    accountId: z.number().int(),
    dossierNo: z.string(),
    formation: z.object({ code: z.string(), label: z.string() }),
    state: opiState,
    /** What an error stands in the way of. */
    wanted: z.enum(['pour', 'withdraw']),
    /** A stable code, for an error. */
    cause: z.string().nullable(),
    causeDetail: z.string().nullable(),
    attempts: z.number().int(),
    nextTry: instant.nullable(),
    /** Put aside after five failures: not tried again by itself. */
    quarantinedAt: instant.nullable(),
    opiCode: z.string().nullable(),
    pouredAt: instant.nullable(),
    withdrawnAt: instant.nullable(),
    createdAt: instant,
    /** What the record says otherwise than the candidate, such as `birth-name-cut`. */
    adjusted: z.array(z.string()).readonly(),
  })
  .meta({ id: 'QueuedOpi' })
export type QueuedOpi = z.infer<typeof queuedOpi>

export const opiPage = z.object({ items: z.array(queuedOpi), next: z.number().int().nullable() })
export type OpiPage = z.infer<typeof opiPage>

export const opiQuery = z.object({
  state: listOf(opiState),
  cause: z.string().max(60).optional(),
  aside: z.stringbool().default(false).describe('Only what is put aside'),
  dossier: z.string().trim().max(8).optional().describe('Beginning of a dossier number'),
  after: z.coerce.number().int().positive().optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

export const opiSummary = z
  .object({
    /** Whether pre-registrations are used at all (OPI_IS_UTILISE). */
    used: z.boolean(),
    sisKind: z.enum(['A', 'P', 'D']),
    /** Whether the place that takes them is configured. */
    targetConfigured: z.boolean(),
    campaign: z.object({ code: z.string(), label: z.string() }).nullable(),
    states: z.record(opiState, z.number().int()),
    /** Put aside. */
    aside: z.number().int(),
    causes: z
      .array(z.object({ cause: z.string(), count: z.number().int(), aside: z.number().int() }))
      .readonly(),
  })
  .meta({ id: 'OpiSummary' })
export type OpiSummary = z.infer<typeof opiSummary>

export const opiRetry = z.union([
  z.strictObject({ applicationIds: z.array(z.number().int().positive()).min(1).max(500) }),
  z.strictObject({ cause: z.string().min(1).max(60) }),
])
export type OpiRetry = z.infer<typeof opiRetry>
export const opiRetried = z.object({ retried: z.number().int() })

export const opiMatches = z
  .object({
    candidate: z.object({
      dossierNo: z.string(),
      birthName: z.string(),
      firstName: z.string(),
      bornOn: z.iso.date(),
      studentNo: z.string().nullable(),
    }),
    records: z.array(
      z.object({
        recordId: z.string(),
        opiCode: z.string(),
        /** By what it was found. */
        by: z.enum(['decision', 'code', 'student-number', 'ine', 'name']),
        birthName: z.string(),
        firstName: z.string(),
        bornOn: z.string().nullable(),
        studentNo: z.string().nullable(),
        wishes: z.array(z.string()).readonly(),
      }),
    ),
  })
  .meta({ id: 'OpiMatches' })
export type OpiMatches = z.infer<typeof opiMatches>

export const opiIdentity = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('attach'), recordId: z.string().min(1).max(20) }),
  z.strictObject({ decision: z.literal('apart') }),
])
export type OpiIdentity = z.infer<typeof opiIdentity>

const bulkCount = z.object({ applications: z.number().int(), candidates: z.number().int() })
export const opiBulkPreview = z.object({ reload: bulkCount, cancel: bulkCount })
export type OpiBulkPreview = z.infer<typeof opiBulkPreview>

/** The campaign's code, typed. */
export const opiBulk = z.object({ confirm: z.string().max(20) })
export type OpiBulk = z.infer<typeof opiBulk>
export const opiBulkDone = z.object({ applications: z.number().int() })
