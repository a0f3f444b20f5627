import { z } from 'zod'
import { text } from './common.ts'

export const importModel = z
  .object({
    code: z.string(),
    label: z.string(),
    active: z.boolean(),
    formatVersion: z.enum(['base', '1.2.0', '1.2.1']),
    nightly: z.boolean(),
    emptyErases: z.boolean(),
    keepNir: z.boolean(),
    strictCodes: z.boolean(),
    protectedColumns: z.array(z.string()),
    defaultEstablishment: z.string().nullable(),
    /** Students that it brought: a model in use is deactivated, never deleted. */
    students: z.number().int(),
  })
  .meta({ id: 'ImportModel' })
export type ImportModel = z.infer<typeof importModel>

/** Columns that can be protected, for the form. */
export const importModelList = z.object({
  items: z.array(importModel),
  protectableColumns: z.array(z.string()),
})
export type ImportModelList = z.infer<typeof importModelList>

export const newImportModel = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[A-Z][A-Z0-9_]{0,19}$/),
  label: z.string().trim().min(1).max(100),
  active: z.boolean().default(true),
  formatVersion: z.enum(['base', '1.2.0', '1.2.1']).default('1.2.1'),
  nightly: z.boolean().default(false),
  emptyErases: z.boolean().default(false),
  keepNir: z.boolean().default(false),
  strictCodes: z.boolean().default(false),
  protectedColumns: z.array(z.string()).default([]),
  defaultEstablishment: z.string().nullable().default(null),
})
export type NewImportModel = z.input<typeof newImportModel>

export const importModelEdit = z.object({
  label: z.string().trim().min(1).max(100).optional(),
  active: z.boolean().optional(),
  formatVersion: z.enum(['base', '1.2.0', '1.2.1']).optional(),
  nightly: z.boolean().optional(),
  emptyErases: z.boolean().optional(),
  keepNir: z.boolean().optional(),
  strictCodes: z.boolean().optional(),
  protectedColumns: z.array(z.string()).optional(),
  defaultEstablishment: z.string().nullable().optional(),
})
export type ImportModelEdit = z.infer<typeof importModelEdit>

/** What a registry's code stands for, where it is not the item of the same code. */
export const modelCode = z
  .object({
    nomenclature: z.string(),
    sourceCode: z.string(),
    itemId: z.number().int(),
    itemCode: z.string(),
    itemLabel: z.string(),
  })
  .meta({ id: 'ModelCode' })
export type ModelCode = z.infer<typeof modelCode>

export const modelCodes = z.object({ items: z.array(modelCode) })
export const newModelCode = z.object({
  nomenclature: z.string(),
  sourceCode: z.string().trim().min(1).max(50),
  itemId: z.number().int(),
})
export type NewModelCode = z.infer<typeof newModelCode>

export const nomenclature = z
  .object({
    code: z.string(),
    label: z.string(),
    twoLevels: z.boolean(),
    items: z.number().int(),
    inactive: z.number().int(),
  })
  .meta({ id: 'Nomenclature' })
export type Nomenclature = z.infer<typeof nomenclature>
export const nomenclatureList = z.object({ items: z.array(nomenclature) })

export const nomenclatureItem = z
  .object({
    id: z.number().int(),
    code: z.string(),
    label: z.string(),
    active: z.boolean(),
    parentId: z.number().int().nullable(),
    parentCode: z.string().nullable(),
  })
  .meta({ id: 'NomenclatureItem' })
export type NomenclatureItem = z.infer<typeof nomenclatureItem>

export const nomenclatureItemQuery = z.object({
  search: z.string().max(100).optional(),
  /** The items below this one; 0: those of the upper level; absent: all. */
  parent: z.coerce.number().int().min(0).optional(),
  after: z.string().optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})
/** By code; `next` is what to give as `after`. */
export const nomenclatureItemPage = z.object({
  items: z.array(nomenclatureItem),
  next: z.string().nullable(),
})
export type NomenclatureItemPage = z.infer<typeof nomenclatureItemPage>

export const newNomenclatureItem = z.object({
  code: z.string().trim().min(1).max(50),
  label: z.string().trim().min(1).max(200),
  parentId: z.number().int().nullable().default(null),
})
export const nomenclatureItemEdit = z.object({
  label: z.string().trim().min(1).max(200).optional(),
  active: z.boolean().optional(),
})

/** What became of a file of items; with `refusal`, nothing of it was read. */
export const nomenclatureImport = z
  .object({
    dryRun: z.boolean(),
    encoding: z.string(),
    refusal: text.nullable(),
    lines: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.number().int(),
    /** The first ones, in the order of the file. */
    faults: z.array(z.object({ line: z.number().int(), message: text })),
  })
  .meta({ id: 'NomenclatureImport' })
export type NomenclatureImport = z.infer<typeof nomenclatureImport>
