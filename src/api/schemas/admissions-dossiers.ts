import { z } from 'zod'
import { dossierEventCodes } from '../../admissions/dossiers/note-events.ts'
import { accountStates, applicationStates } from '../../admissions/dossiers/read-dossiers.ts'
import { instant, version } from './common.ts'

/** Accounts, dossiers and what batches did to them. */

export const accountState = z.enum(accountStates).meta({ id: 'AdmissionsAccountState' })
export type AccountState = z.infer<typeof accountState>
export const applicationState = z.enum(applicationStates)

const id = z.number().int()
const day = z.iso.date()

export const dossierQuery = z.object({
  search: z.string().trim().max(100).optional().describe('Beginning of a number, a name or an address'),
  campaign: z.coerce.number().int().positive().optional(),
  state: accountState.optional(),
  data: z.enum(['true', 'false']).optional().describe('Whether there are personal data'),
  formation: z.coerce.number().int().positive().optional(),
  application: applicationState.optional(),
  failed: z
    .string()
    .regex(/^([A-Z0-9_]{1,60}|any)$/)
    .optional()
    .describe('Code of a batch in which something of it failed, or `any`'),
  before: z.coerce.number().int().positive().optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

export const listedDossier = z
  .object({
    id,
    dossierNo: z.string(),
    lastName: z.string(),
    firstName: z.string(),
    mail: z.string(),
    campaign: z.string(),
    archived: z.boolean(),
    state: accountState,
    validUntil: instant,
    hasData: z.boolean(),
    applications: id,
    accepted: id,
    failed: id,
    setAside: id,
  })
  .meta({ id: 'ListedDossier' })
export type ListedDossier = z.infer<typeof listedDossier>
export const dossierPage = z.object({ items: z.array(listedDossier), next: id.nullable() })
export type DossierPage = z.infer<typeof dossierPage>

/** What the filters of the list choose from. */
export const dossierChoices = z.object({
  campaigns: z.array(z.object({ id, code: z.string(), label: z.string(), archived: z.boolean() })),
  formations: z.array(z.object({ id, code: z.string(), label: z.string() })),
})
export type DossierChoices = z.infer<typeof dossierChoices>

const opinion = z.enum(['FA', 'DE', 'LC', 'LA', 'PR'])
export const dossierApplication = z.object({
  id,
  version,
  formation: z.object({ id, code: z.string(), label: z.string() }),
  status: z.enum(['AT', 'RE', 'IN', 'CO']),
  treatment: z.enum(['AD', 'AC', 'AT']),
  cancelledAt: instant.nullable(),
  accepted: z.boolean().nullable(),
  answeredAt: instant.nullable(),
  answeredBy: z.string().nullable(),
  newConfirmBy: day.nullable(),
  /** Its dates are those of the day its campaign was archived. */
  frozen: z.boolean(),
  deadline: day.nullable(),
  dates: z.object({ returnBy: day.nullable(), juryOn: day.nullable(), publishOn: day.nullable() }),
  offered: z.object({ confirm: z.boolean(), withdraw: z.boolean() }),
  /** The latest first. */
  decisions: z.array(
    z.object({
      id,
      label: z.string(),
      kind: opinion,
      validatedAt: instant.nullable(),
      createdAt: instant,
      createdBy: z.string(),
      rank: id.nullable(),
      realRank: id.nullable(),
      comment: z.string().nullable(),
    }),
  ),
  opi: z
    .object({
      state: z.enum(['to-pour', 'to-withdraw', 'poured', 'withdrawn', 'error']),
      code: z.string().nullable(),
      cause: z.string().nullable(),
      quarantined: z.boolean(),
    })
    .nullable(),
  attachments: z.array(
    z.object({
      label: z.string(),
      status: z.enum(['TR', 'VA', 'RE', 'AT', 'NC']),
      file: z.string().nullable(),
    }),
  ),
  forms: z.array(z.object({ label: z.string(), answered: z.boolean() })),
})
export type DossierApplication = z.infer<typeof dossierApplication>

export const dossierEventCode = z.enum(dossierEventCodes)
export type DossierEventCode = z.infer<typeof dossierEventCode>

export const dossier = z
  .object({
    id,
    version,
    dossierNo: z.string(),
    lastName: z.string(),
    firstName: z.string(),
    mail: z.string(),
    mailRefusedAt: instant.nullable(),
    login: z.string().nullable(),
    studentNo: z.string().nullable(),
    state: accountState,
    validUntil: instant,
    createdAt: instant,
    campaign: z.object({ id, code: z.string(), label: z.string(), archived: z.boolean(), open: z.boolean() }),
    candidate: z
      .object({
        id,
        civility: z.string().nullable(),
        birthName: z.string(),
        usualName: z.string().nullable(),
        firstName: z.string(),
        otherFirstName: z.string().nullable(),
        bornOn: day,
        birthPlace: z.string().nullable(),
        nationality: z.string().nullable(),
        ine: z.string().nullable(),
        phone: z.string().nullable(),
        mobile: z.string().nullable(),
        language: z.string(),
        address: z.array(z.string()),
        bac: z
          .object({
            code: z.string(),
            label: z.string(),
            year: id.nullable(),
            mention: z.string().nullable(),
            establishment: z.string().nullable(),
            specialities: z.array(z.string()),
            options: z.array(z.string()),
          })
          .nullable(),
      })
      .nullable(),
    applications: z.array(dossierApplication),
    /** The latest first, at most 200. */
    events: z.array(
      z.object({
        id,
        at: instant,
        author: z.string(),
        runId: id.nullable(),
        event: z.string(),
        formation: z.string().nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
    failures: z.array(
      z.object({
        batch: z.string(),
        unit: z.string(),
        attempts: id,
        error: z.string(),
        nextTry: instant,
        quarantined: z.boolean(),
        runId: id.nullable(),
      }),
    ),
  })
  .meta({ id: 'Dossier' })
export type Dossier = z.infer<typeof dossier>

export const failedUnitQuery = z.object({
  batch: z
    .string()
    .regex(/^[A-Z0-9_]{1,60}$/)
    .optional(),
  quarantined: z.enum(['true', 'false']).optional(),
  after: z.string().max(200).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})
export const failedUnitPage = z.object({
  items: z.array(
    z.object({
      batch: z.string(),
      unit: z.string(),
      attempts: id,
      error: z.string(),
      failedAt: instant,
      nextTry: instant,
      quarantined: z.boolean(),
      runId: id.nullable(),
      accountId: id.nullable(),
      dossierNo: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
})
export type FailedUnitPage = z.infer<typeof failedUnitPage>
export const failedUnitRelease = z.object({
  batch: z.string().min(1).max(60),
  unit: z.string().min(1).max(100),
})
