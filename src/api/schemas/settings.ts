import { z } from 'zod'
import { applicationCode, instant, text } from './common.ts'

export const setting = z
  .object({
    key: z.string(),
    application: applicationCode,
    /** The second part of the key: import, alerts, mail… */
    group: z.string(),
    label: text,
    /** JSON Schema (draft 2020-12): the form draws its input from it. */
    schema: z.record(z.string(), z.unknown()),
    /** The values of a choice in words; null: they are words themselves. */
    choices: z.record(z.string(), text).nullable(),
    /** The key of the general setting that this one replaces where it is not at its default. */
    overrides: z.string().nullable(),
    /** Masked when secret. */
    value: z.unknown(),
    default: z.unknown(),
    secret: z.boolean(),
    changedAt: instant.nullable(),
    changedBy: z.string().nullable(),
    /** Whether this account may change it. */
    editable: z.boolean(),
  })
  .meta({ id: 'Setting' })
export type Setting = z.infer<typeof setting>

/** `configuration` is what the program started with, secrets masked, read only; installation administrators only. */
export const settingList = z.object({
  items: z.array(setting),
  configuration: z
    .array(z.object({ key: z.string(), variable: z.string(), value: z.unknown(), description: text }))
    .nullable(),
})
export type SettingList = z.infer<typeof settingList>

export const settingChange = z.object({ value: z.unknown() })

export const testMail = z.object({ to: z.email() })
/** The mail server's own words when it failed. */
export const testMailResult = z.object({ sent: z.boolean(), error: z.string().nullable() })
export type TestMailResult = z.infer<typeof testMailResult>
