import { z } from 'zod'
import { instant, pathId, version } from './common.ts'
import { maintenance } from './session.ts'

/** What the candidates' space shows and takes, and what managers do for candidates. */

export const candidateCredentials = z.object({
  dossierNo: z.string().min(1).max(20),
  password: z.string().min(1).max(1000),
})
export type CandidateCredentials = z.infer<typeof candidateCredentials>

export const candidateApplication = z
  .object({
    id: z.number().int(),
    version: z.number().int(),
    formation: z.string(),
    /** Of the dossier: AT awaited, RE received, IN incomplete, CO complete. */
    status: z.enum(['AT', 'RE', 'IN', 'CO']),
    cancelled: z.boolean(),
    /** The latest validated decision. */
    decision: z
      .object({
        label: z.string(),
        /** FA favourable, DE unfavourable, LC waiting list, LA called list, PR preselection. */
        kind: z.enum(['FA', 'DE', 'LC', 'LA', 'PR']),
        validatedAt: instant,
        /** On the waiting list. */
        rank: z.number().int().nullable(),
      })
      .nullable(),
    accepted: z.boolean().nullable(),
    answeredAt: instant.nullable(),
    /** Civil date until when, that day included, a favourable decision may be confirmed. */
    deadline: z.string().nullable(),
    mayConfirm: z.boolean(),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: 'CandidateApplication' })
export type CandidateApplication = z.infer<typeof candidateApplication>

export const candidateDossier = z
  .object({
    dossierNo: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    campaign: z.string(),
    timeZone: z.string(),
    /** To be sent as `x-csrf-token` with every request that changes something. */
    csrfToken: z.string(),
    applications: z.array(candidateApplication).readonly(),
  })
  .meta({ id: 'CandidateDossier' })
export type CandidateDossier = z.infer<typeof candidateDossier>

export const applicationParams = z.object({ id: pathId })

/** `version`: what the person who answers has seen. */
export const applicationAnswer = z.object({ accepted: z.boolean(), version: version.optional() })

export const validationParams = z.object({ key: z.string().max(200) })

export const candidateValidation = z
  .object({
    dossierNo: z.string(),
    firstName: z.string(),
    campaign: z.string(),
    /** Validated before: the link serves to choose another password. */
    validated: z.boolean(),
    expiresAt: instant,
    passwordRules: z.object({ minimumLength: z.number().int() }),
  })
  .meta({ id: 'CandidateValidation' })
export type CandidateValidation = z.infer<typeof candidateValidation>

export const acceptedValidation = z.object({ password: z.string().max(1000) })

export const validationLink = z
  .object({
    url: z.string(),
    expiresAt: instant,
    /** Whether a mail with it was written down to be sent. */
    mailed: z.boolean(),
  })
  .meta({ id: 'ValidationLink' })

/** Whether the candidates' space is open, for anyone who asks. */
export const admissionsStatus = z
  .object({
    open: z.boolean(),
    /** What candidates are told while it is closed. */
    message: z.string().nullable(),
    since: instant.nullable(),
    /** When it closes by plan, within the next five minutes; null: not so soon. */
    closesAt: instant.nullable(),
    /** In which the establishment tells the time. */
    timeZone: z.string(),
  })
  .meta({ id: 'AdmissionsStatus' })
export type AdmissionsStatus = z.infer<typeof admissionsStatus>

export const admissionsMaintenanceChange = z.object({ on: z.boolean() })

/** With what switches it by plan; null: that batch is not in service, or has no further due instant. */
export const admissionsMaintenance = maintenance
  .extend({ nextOn: instant.nullable(), nextOff: instant.nullable() })
  .meta({ id: 'AdmissionsMaintenance' })
export type AdmissionsMaintenance = z.infer<typeof admissionsMaintenance>
