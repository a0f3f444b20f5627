import { z } from 'zod'

/** A page of a source's list. */
export interface VaccinePage {
  readonly vaccines: readonly SourceVaccine[]
  /** What to give for the next page; null: this was the last. */
  readonly next: string | null
  /** False where the source says that its list is only a part: what it does not name stays as it is. */
  readonly complete: boolean
}

/**
 * Where vaccines come from: one adapter a file in `sources/`, held by the suite beside them. Sends nothing about
 * students. Throws `SourceFailure` with words that say what to do.
 */
export interface VaccineSource {
  /** What its vaccines are identified within: two adapters of one reference share it. */
  readonly reference: string
  list(cursor: string | null, signal: AbortSignal): Promise<VaccinePage>
}

/** A source that does not answer as it should. The message (French) is the run's error: no secret, no personal data. */
export class SourceFailure extends Error {}

const text = z.string().trim().max(2000)
const optionalText = text.nullish().transform((value) => (value === undefined || value === '' ? null : value))
const named = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  name: text,
})
const day = z.iso
  .date()
  .nullish()
  .transform((value) => value ?? null)

/** A vaccine as mesvaccins.net writes it (health.md 2.9). What else it says is left. */
export const sourceVaccine = z
  .object({
    id: z.union([z.string().trim().min(1).max(200), z.number()]).transform(String),
    name: text.min(1),
    short_description: optionalText,
    ucd_code: z
      .union([optionalText, z.number()])
      .transform((value) => (value === null ? null : String(value))),
    cip_codes: z
      .array(z.union([text, z.number()]).transform(String))
      .nullish()
      .transform((codes) => codes ?? []),
    marketing_start: day,
    marketing_end: day,
    french: z
      .boolean()
      .nullish()
      .transform((value) => value ?? null),
    alternative_names: z
      .array(text)
      .nullish()
      .transform((names) => names ?? []),
    diseases: z
      .array(named)
      .nullish()
      .transform((items) => items ?? []),
    valences: z
      .array(named)
      .nullish()
      .transform((items) => items ?? []),
  })
  .transform(
    (vaccine): SourceVaccine => ({
      externalId: vaccine.id,
      name: vaccine.name,
      shortDescription: vaccine.short_description,
      ucdCode: vaccine.ucd_code,
      cipCodes: vaccine.cip_codes,
      alternativeNames: vaccine.alternative_names,
      marketedFrom: vaccine.marketing_start,
      marketedUntil: vaccine.marketing_end,
      french: vaccine.french,
      valences: vaccine.valences,
      diseases: vaccine.diseases,
    }),
  )

export interface SourceVaccine {
  readonly externalId: string
  readonly name: string
  readonly shortDescription: string | null
  readonly ucdCode: string | null
  readonly cipCodes: readonly string[]
  readonly alternativeNames: readonly string[]
  /** Civil dates. */
  readonly marketedFrom: string | null
  readonly marketedUntil: string | null
  readonly french: boolean | null
  readonly valences: readonly NamedId[]
  readonly diseases: readonly NamedId[]
}

export interface NamedId {
  readonly id: string
  readonly name: string
}

/** A list as JSON: the vaccines alone, or with what follows them. */
const listAnswer = z.union([
  z.array(sourceVaccine).transform((vaccines) => ({ vaccines, next: null, complete: true })),
  z
    .object({
      vaccines: z.array(sourceVaccine),
      next: z
        .union([z.string().min(1), z.number()])
        .nullish()
        .transform((value) => (value == null ? null : String(value))),
      complete: z.boolean().default(true),
    })
    .transform(({ vaccines, next, complete }) => ({ vaccines, next, complete })),
])

/** A page out of the JSON of a source; throws `SourceFailure` where it is not of the form expected. */
export function readPage(json: string, origin: string): VaccinePage {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new SourceFailure(`${origin} : ce n'est pas du JSON ; rien n'a été modifié`)
  }
  const parsed = listAnswer.safeParse(value)
  if (parsed.success) return parsed.data
  throw new SourceFailure(
    `${origin} : la forme n'est pas celle attendue (${faultOf(value)}) ; rien n'a été modifié`,
  )
}

/** Where the first vaccine at fault stands, since a union only says that nothing fits. */
function faultOf(value: unknown): string {
  const items = Array.isArray(value) ? value : (value as { vaccines?: unknown } | null)?.vaccines
  if (!Array.isArray(items)) return 'ni une liste de vaccins, ni un objet dont « vaccines » en est une'
  for (const [at, item] of items.entries()) {
    const parsed = sourceVaccine.safeParse(item)
    if (!parsed.success)
      return `vaccin n° ${at + 1}, champ ${parsed.error.issues[0]?.path.join('.') || '(tout)'}`
  }
  return 'champ next ou complete'
}
