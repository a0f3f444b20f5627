import { z } from 'zod'

/** A text in both languages; the screen picks. */
export const text = z.object({ fr: z.string(), en: z.string() }).meta({ id: 'Text' })

/** ISO 8601, UTC. */
export const instant = z.iso.datetime({ offset: true })

/** Years that anybody asks for: calendar and database take all of them, also a day earlier or later. */
const isWithinReach = (text: string) => /^(19|[2-8]\d)\d\d-/.test(text)

/** One that somebody asks for. */
export const askedInstant = instant.refine(isWithinReach, 'between 1900 and 8999')

/** A day that somebody asks for. */
export const askedDate = z.iso.date().refine(isWithinReach, 'between 1900 and 8999')

/** The version of a record, as edits carry it. */
export const version = z.int32()

export const applicationCodes = ['core', 'health', 'admissions', 'learning'] as const
export const applicationCode = z.enum(applicationCodes)
export type ApplicationCode = z.infer<typeof applicationCode>

/** Each role may do what the ones before it may. */
export const roles = ['reader', 'operator', 'administrator'] as const
export const role = z.enum(roles).meta({ id: 'Role' })
export type Role = z.infer<typeof role>

export const locale = z.enum(['fr', 'en'])

/** A number in the path. */
export const pathId = z.coerce.number().int().positive()

/** The answer of what has nothing to tell but that it is done (204). */
export const noContent = z.void()

/** RFC 9457, with a stable code. `title` and `detail` are in the language of the request. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    /** Faults of the fields of the request. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>

/** Keyset paging: what to give as `before` for the next page, null on the last one. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.number().int().nullable() })
}

export const pageQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  size: z.coerce.number().int().min(1).max(200).default(15),
})

/** A list in the query: repeated, or separated by commas. */
export function listOf<T extends z.ZodType<string>>(item: T) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
    z.array(item).optional(),
  )
}
