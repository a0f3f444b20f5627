import { z } from 'zod'
import { applicationCode, applicationCodes, instant, locale, role, version } from './common.ts'

/** Beside the roles; nobody has one by being administrator. */
export const right = z.enum(['medical']).meta({ id: 'Right' })
export type Right = z.infer<typeof right>
const rights = z.array(right).max(right.options.length)

/** Roles given by an administrator; an absent application: none. `administrator` covers all of them. */
export const grants = z.partialRecord(applicationCode, role).meta({ id: 'Grants' })
export type Grants = z.infer<typeof grants>

export const account = z
  .object({
    id: z.number().int(),
    login: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    locale,
    administrator: z.boolean(),
    grants,
    rights: z.array(right),
    enabled: z.boolean(),
    /** How the account signs in: a password here, and/or an identity elsewhere. */
    hasPassword: z.boolean(),
    identities: z.array(z.object({ provider: z.enum(['oidc', 'cas']), subject: z.string() })),
    /** A one-time link waits to be used until then. */
    invitedUntil: instant.nullable(),
    createdAt: instant,
    createdBy: z.string(),
    lastSignInAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof account>

/** On one line, without control characters: it stands in mails. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u)

export const accountList = z.object({ items: z.array(account) })
export type AccountList = z.infer<typeof accountList>

export const newAccount = z.object({
  login: z.string().trim().min(1).max(100),
  name: personName,
  email: z.email().nullable(),
  locale: locale.default('fr'),
  administrator: z.boolean().default(false),
  grants: grants.default({}),
  rights: rights.default([]),
})
export type NewAccount = z.input<typeof newAccount>

export const accountEdit = z.object({
  version,
  name: personName.optional(),
  email: z.email().nullable().optional(),
  administrator: z.boolean().optional(),
  grants: grants.optional(),
  rights: rights.optional(),
  enabled: z.boolean().optional(),
})
export type AccountEdit = z.infer<typeof accountEdit>

/** A link to hand over; mailed too where mail is configured and the account has an address. */
export const invitationLink = z
  .object({ url: z.string(), expiresAt: instant, mailed: z.boolean() })
  .meta({ id: 'InvitationLink' })
export type InvitationLink = z.infer<typeof invitationLink>

export const accountWithLink = z.object({ account, link: invitationLink.nullable() })

export const ownAccountEdit = z.object({
  name: personName.optional(),
  email: z.email().nullable().optional(),
  locale: locale.optional(),
})
export type OwnAccountEdit = z.infer<typeof ownAccountEdit>

export const passwordChange = z.object({ current: z.string().max(1000), new: z.string().max(1000) })
export type PasswordChange = z.infer<typeof passwordChange>

/** Personal API token: at most what its owner may do, at most what it is scoped to. */
export const apiToken = z
  .object({
    id: z.number().int(),
    name: z.string(),
    /** The highest role it acts with. */
    role,
    /** Null: every application of its owner. */
    applications: z.array(applicationCode).nullable(),
    /** Asked for when it was made; each counts as long as its owner has it. */
    rights: z.array(right),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    revokedAt: instant.nullable(),
    /** First characters, to recognise it. */
    prefix: z.string(),
  })
  .meta({ id: 'ApiToken' })
export type ApiToken = z.infer<typeof apiToken>

export const newApiToken = z.object({
  name: z.string().trim().min(1).max(100),
  role: role.default('reader'),
  applications: z.array(applicationCode).max(applicationCodes.length).nullable().default(null),
  /** Only what its maker has; a token has none unless asked. */
  rights: rights.default([]),
  expiresInDays: z.number().int().min(1).max(730).nullable().default(90),
})
export type NewApiToken = z.input<typeof newApiToken>

/** `secret` is shown this once. */
export const createdApiToken = z.object({ token: apiToken, secret: z.string() })
export type CreatedApiToken = z.infer<typeof createdApiToken>
