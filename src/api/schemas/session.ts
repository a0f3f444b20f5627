import { z } from 'zod'
import { personName, right } from './accounts.ts'
import { applicationCode, instant, locale, role, text } from './common.ts'

export const applicationRoles = z.record(applicationCode, role.nullable()).meta({ id: 'ApplicationRoles' })

export const maintenance = z
  .object({
    on: z.boolean(),
    message: z.string().nullable(),
    since: instant.nullable(),
    by: z.string().nullable(),
  })
  .meta({ id: 'Maintenance' })
export type Maintenance = z.infer<typeof maintenance>

/** `message`: what visitors are told; ignored when the application opens. */
export const maintenanceChange = z.object({
  on: z.boolean(),
  message: z.string().trim().max(500).nullable().default(null),
})
export type MaintenanceChange = z.input<typeof maintenanceChange>

/** Who is signed in, what they may do, and what a screen must know of the installation. */
export const session = z
  .object({
    account: z.object({
      id: z.number().int(),
      login: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      locale,
      /** Whether a password can be changed here; false for those who sign in elsewhere. */
      local: z.boolean(),
    }),
    /** Of the whole installation: accounts, audit, every application. */
    administrator: z.boolean(),
    /** The effective role in each application; null: sees nothing of it. */
    roles: applicationRoles,
    /** What the account may do beside its roles; nobody has one by being administrator. */
    rights: z.array(right),
    /** Of the account's own consultations: how many FER_CON closed without their having been told. */
    closedConsultations: z.number().int(),
    /** To be sent as `x-csrf-token` with every request that changes something. */
    csrfToken: z.string(),
    /** Those that the account may see. */
    applications: z.array(z.object({ code: applicationCode, label: text })),
    timeZone: z.string(),
    version: z.string(),
    /** Of the whole installation. */
    maintenance,
    /** Those of the account's applications that are in maintenance: closed to all but their administrators. */
    closed: z.array(
      z.object({
        application: applicationCode,
        message: z.string().nullable(),
        since: instant.nullable(),
        by: z.string().nullable(),
      }),
    ),
    /** Without a request for so long, the session ends. */
    idleMinutes: z.number().int(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof session>

export const credentials = z.object({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
})
export type Credentials = z.infer<typeof credentials>

/** Signed out here; the browser goes on to sign out of the service that had signed it in, which leads it back. */
export const signedOut = z.object({ redirect: z.string() }).meta({ id: 'SignedOut' })
export type SignedOut = z.infer<typeof signedOut>

/** What the sign-in page offers. */
export const signInOptions = z
  .object({
    local: z.boolean(),
    oidc: z.object({ label: z.string() }).nullable(),
    cas: z.object({ label: z.string() }).nullable(),
    /** Nobody has an account yet: the console shows a link that creates the administrator. */
    noAccountYet: z.boolean(),
    maintenance,
  })
  .meta({ id: 'SignInOptions' })
export type SignInOptions = z.infer<typeof signInOptions>

/**
 * Why a sign-in elsewhere came back without a session: the browser lands on `/sign-in?problem=CODE`.
 * `SIGN_IN_EXPIRED`: begun too long ago, in another browser, or finished already; `LOGIN_TAKEN`: the login belongs to
 * an account that is not tied to this identity.
 */
export const signInProblem = z.enum([
  'UNKNOWN_ACCOUNT_HERE',
  'ACCOUNT_DISABLED',
  'LOGIN_TAKEN',
  'SIGN_IN_CANCELLED',
  'SIGN_IN_EXPIRED',
  'SIGN_IN_FAILED',
])
export type SignInProblem = z.infer<typeof signInProblem>

/** A one-time link: the first administrator's, an invitation, or a new password. */
export const invitation = z
  .object({
    purpose: z.enum(['first-administrator', 'invitation', 'new-password']),
    /** Null: to be chosen. */
    login: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    expiresAt: instant,
    passwordRules: z.object({ minimumLength: z.number().int() }),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof invitation>

export const acceptedInvitation = z.object({
  login: z.string().min(1).max(100).optional(),
  name: personName.optional(),
  email: z.email().nullable().optional(),
  password: z.string().max(1000),
  locale: locale.optional(),
})
export type AcceptedInvitation = z.infer<typeof acceptedInvitation>

export const openSession = z
  .object({
    id: z.string(),
    current: z.boolean(),
    method: z.enum(['local', 'oidc', 'cas']),
    createdAt: instant,
    lastSeenAt: instant,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'OpenSession' })
export type OpenSession = z.infer<typeof openSession>
