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

/** Far more of them than a vaccine has; of a list of millions only that it is too long is said. */
const mostOfOne = 1000
/** The same of a page: every item is looked at, so a hostile one must not hold too many. */
const mostOfPage = 100_000

/** What a database cannot keep (NUL, half a character) or a screen cannot show. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
const isPrintable = (value: string) => value.isWellFormed() && !unprintable.test(value)

const text = z.string().trim().max(2000).refine(isPrintable)
const optionalText = text.nullish().transform((value) => (value === undefined || value === '' ? null : value))
/** The items of one vaccine; none where the source says nothing. Their number is looked at before any of them is. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .unknown()
    .refine((value) => !Array.isArray(value) || value.length <= mostOfOne)
    .pipe(z.array(item).nullish())
    .transform((items) => items ?? [])
    // One that is not there is none.
    .prefault(null)
const named = z.object({
  id: z.union([text, z.number()]).transform(String),
  name: text,
})
const day = z.iso
  .date()
  .nullish()
  .transform((value) => value ?? null)

/** A vaccine as mesvaccins.net writes it (health.md 2.9). What else it says is left. */
export const sourceVaccine = z
  .object({
    id: z.union([z.string().trim().min(1).max(200).refine(isPrintable), z.number()]).transform(String),
    name: text.min(1),
    short_description: optionalText,
    ucd_code: z
      .union([optionalText, z.number()])
      .transform((value) => (value === null ? null : String(value))),
    cip_codes: listOf(z.union([text, z.number()]).transform(String)),
    marketing_start: day,
    marketing_end: day,
    french: z
      .boolean()
      .nullish()
      .transform((value) => value ?? null),
    alternative_names: listOf(text),
    diseases: listOf(named),
    valences: listOf(named),
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

/** What follows the vaccines of a page, where they are not all that it is. */
const pageFacts = z.object({
  next: z
    .union([z.string().min(1).max(2000), z.number()])
    .nullish()
    .transform((value) => (value == null ? null : String(value))),
  complete: z.boolean().default(true),
})

/**
 * A page out of the JSON of a source: the vaccines alone, or with what follows them. Throws `SourceFailure` where it is
 * not of the form expected, at the first vaccine that is not: what a hostile source sends costs no more than reading it.
 */
export function readPage(json: string, origin: string): VaccinePage {
  const failure = (why: string) => new SourceFailure(`${origin} : ${why} ; rien n'a été modifié`)
  const wrongForm = (where: string) => failure(`la forme n'est pas celle attendue (${where})`)
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw failure("ce n'est pas du JSON")
  }
  const items = Array.isArray(value) ? value : (value as { vaccines?: unknown } | null)?.vaccines
  if (!Array.isArray(items))
    throw wrongForm('ni une liste de vaccins, ni un objet dont « vaccines » en est une')
  if (items.length > mostOfPage) throw failure(`plus de ${mostOfPage} vaccins à la fois`)
  const facts = pageFacts.safeParse(Array.isArray(value) ? {} : value)
  if (!facts.success) throw wrongForm('champ next ou complete')
  const vaccines = items.map((item, at) => {
    const parsed = sourceVaccine.safeParse(item)
    if (parsed.success) return parsed.data
    throw wrongForm(`vaccin n° ${at + 1}, champ ${parsed.error.issues[0]?.path.join('.') || '(tout)'}`)
  })
  return { vaccines, ...facts.data }
}
