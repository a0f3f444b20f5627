import { z } from 'zod'
import { applicationCode, askedInstant, instant, pageQuery } from './common.ts'

export const auditEntry = z
  .object({
    id: z.number().int(),
    at: instant,
    /** A login, `cli:<user>`, `SYSTEM:<CODE>`, or what was typed by someone who could not sign in. */
    actor: z.string(),
    /** Dotted: sign-in.succeeded, batch.launched, file.downloaded, account.changed… */
    action: z.string(),
    /** What it was done to: batch:IMP_QUO, run:42, account:7, setting:health.import.file… */
    subject: z.string().nullable(),
    application: applicationCode.nullable(),
    address: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof auditEntry>

export const auditQuery = pageQuery.extend({
  actor: z.string().max(200).optional(),
  /** A whole action, or the beginning of some: `sign-in.` */
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: askedInstant.optional(),
  to: askedInstant.optional(),
})
export type AuditQuery = z.input<typeof auditQuery>

/** What an export is filtered by: the same, without pages. */
export const auditExportQuery = auditQuery.omit({ before: true, size: true })

export const auditPage = z.object({ items: z.array(auditEntry), next: z.number().int().nullable() })
export type AuditPage = z.infer<typeof auditPage>

export const auditVerification = z
  .object({
    ok: z.boolean(),
    entries: z.number().int(),
    /** The first entry that does not fit its predecessor, or is missing. */
    brokenAt: z.number().int().nullable(),
    lastHash: z.string().nullable(),
  })
  .meta({ id: 'AuditVerification' })
export type AuditVerification = z.infer<typeof auditVerification>
