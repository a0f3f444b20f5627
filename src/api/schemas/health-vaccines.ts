import { z } from 'zod'
import { reference } from './health-feeding.ts'
import { studentKey } from './health-students.ts'

const localField = z.enum(['name', 'shortDescription', 'ucdCode', 'cipCodes', 'alternativeNames', 'active'])
export type VaccineField = z.infer<typeof localField>
const namedId = z.object({ id: z.string(), name: z.string() })

export const vaccine = z
  .object({
    id: z.number().int(),
    source: z.string(),
    externalId: z.string(),
    name: z.string(),
    shortDescription: z.string().nullable(),
    ucdCode: z.string().nullable(),
    cipCodes: z.array(z.string()),
    alternativeNames: z.array(z.string()),
    marketedFrom: z.iso.date().nullable(),
    marketedUntil: z.iso.date().nullable(),
    french: z.boolean().nullable(),
    valences: z.array(namedId),
    diseases: z.array(namedId),
    active: z.boolean(),
    /** False where the last complete list of its source lacked it. */
    listed: z.boolean(),
    /** Changed by the service: an import leaves them. */
    localFields: z.array(localField),
    /** What the source says of those. */
    fromSource: z.record(z.string(), z.unknown()),
    changedAt: z.iso.datetime({ offset: true }),
    version: z.number().int(),
  })
  .meta({ id: 'Vaccine' })
export type Vaccine = z.infer<typeof vaccine>

export const vaccineQuery = z.object({
  search: z.string().trim().max(100).optional(),
  active: z.stringbool().optional(),
  after: z.string().max(2100).optional(),
  size: z.coerce.number().int().min(1).max(200).default(25),
})
export const vaccinePage = z.object({ items: z.array(vaccine), next: z.string().nullable() })
export type VaccinePage = z.infer<typeof vaccinePage>

const optionalText = z.string().trim().max(2000).nullable()
const texts = z.array(z.string().trim().min(1).max(200)).max(100)

export const vaccineEdit = z.object({
  version: z.number().int(),
  /** These become the service's own. */
  values: z
    .object({
      name: z.string().trim().min(1).max(500),
      shortDescription: optionalText,
      ucdCode: optionalText,
      cipCodes: texts,
      alternativeNames: texts,
      active: z.boolean(),
    })
    .partial()
    .default({}),
  /** These follow the source again. */
  revert: z.array(localField).default([]),
})
export type VaccineEdit = z.input<typeof vaccineEdit>

export const vaccination = z.object({
  student: studentKey,
  /** By our id, or as its source names it. */
  vaccine: z.union([
    z.strictObject({ id: z.number().int().positive() }),
    z.strictObject({
      source: z.string().max(50).default('mesvaccins'),
      externalId: z.string().min(1).max(200),
    }),
  ]),
  givenOn: z.iso.date().nullable().default(null),
  batchNumber: z.string().trim().max(50).nullable().default(null),
  booster: z.boolean().nullable().default(null),
  enteredBy: z.string().trim().max(100).nullable().default(null),
})

export const vaccinationList = z.object({
  items: z.array(vaccination.extend({ reference })).min(1).max(500),
})
export const fedOutcome = z.enum(['created', 'updated', 'unchanged'])
export const fedRecord = z.object({ id: z.number().int(), outcome: fedOutcome })
