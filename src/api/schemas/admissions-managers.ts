import { z } from 'zod'
import { instant, version } from './common.ts'

/** What the API says of the persons of the admissions back office. */

const kind = z
  .enum(['A', 'G', 'C', 'I', 'L'])
  .describe('A administrator, G of a centre, C of a commission, I internal, L limited')
export type ProfileKind = z.infer<typeof kind>

const profile = z.object({
  kind,
  centre: z.string().nullable(),
  commission: z.string().nullable(),
  sisLogin: z.string().nullable(),
})
export type ManagerProfile = z.infer<typeof profile>

export const manager = z
  .object({
    login: z.string(),
    version,
    label: z.string().nullable(),
    mail: z.string().nullable(),
    inService: z.boolean(),
    profiles: z.array(profile),
    lastLook: z.enum(['found', 'absent', 'invalid']).nullable(),
    /** Since when the directory has said so. */
    lastLookAt: instant.nullable(),
  })
  .meta({ id: 'AdmissionsManager' })
export type Manager = z.infer<typeof manager>

export const managerPage = z.object({
  items: z.array(manager),
  next: z.string().nullable(),
  /** Whether a directory is configured. */
  configured: z.boolean(),
})
export type ManagerPage = z.infer<typeof managerPage>

export const managerQuery = z.object({
  q: z.string().trim().max(100).default('').describe('Part of a login, name or mail'),
  service: z.enum(['in', 'out']).optional(),
  profile: kind.optional(),
  after: z.string().max(50).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

export const managerLogin = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^\p{Cc}]+$/u)
const code = z.string().trim().min(1).max(50).nullable().default(null)
const values = {
  label: z.string().trim().min(1).max(255).nullable().optional(),
  mail: z.email().max(255).nullable().optional(),
  inService: z.boolean().optional(),
  profiles: z
    .array(
      z.strictObject({
        kind,
        centre: code.describe('Code of a centre, of a G'),
        commission: code.describe('Code of a commission, of a C'),
        sisLogin: z.string().trim().min(1).max(30).nullable().default(null),
      }),
    )
    .max(100)
    .optional()
    .describe('All of them: others go'),
}
export const managerEdit = z.object({ version, ...values })
export type ManagerEdit = z.input<typeof managerEdit>
const fedManager = z.strictObject({ login: managerLogin, ...values })
export type FedManager = z.input<typeof fedManager>
export const managerFeed = z.object({ items: z.array(fedManager).min(1).max(500) })
export const managerPath = z.object({ login: managerLogin })
