import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'
import {
  attachmentColumnNames,
  keyColumns,
  recordColumnNames,
  wishColumnNames,
} from './target/table-names.ts'

const name = /^[A-Za-z_][A-Za-z0-9_$]{0,62}(\.[A-Za-z_][A-Za-z0-9_$]{0,62}){0,2}$/
const columns = (table: string, names: readonly string[]) =>
  names.flatMap((column) => [column, `${table}.${column}`])
const known = new Set([
  'IND_OPI',
  'VOEUX_INS',
  'OPI_PJ',
  ...columns('IND_OPI', recordColumnNames),
  ...columns('VOEUX_INS', ['COD_IND_OPI', ...wishColumnNames]),
  ...columns('OPI_PJ', ['COD_IND_OPI', 'COD_OPI_INT_EPO', ...attachmentColumnNames]),
])

/** Tables and columns that the establishment calls otherwise: `{ "IND_OPI": "apogee.ind_opi", "COD_SPE_BAC_1": "" }`. */
export const opiTableNames = defineSetting({
  key: 'admissions.opi.table-names',
  label: {
    fr: 'Tables et colonnes OPI qui portent un autre nom dans le SI Scolarité (vide : la colonne n’y est pas)',
    en: 'OPI tables and columns that have another name in the information system (empty: it has no such column)',
  },
  schema: z
    .record(z.string(), z.string())
    .refine((names) =>
      Object.entries(names).every(
        ([usual, given]) =>
          known.has(usual) &&
          (name.test(given) || (given === '' && !keyColumns.has(usual.split('.').at(-1)!))),
      ),
    ) as z.ZodType<Readonly<Record<string, string>>>,
  rule: {
    fr: 'Des noms de tables et de colonnes, sans guillemets ; les clés et les noms qui identifient ne peuvent manquer (docs/opi.md)',
    en: 'Names of tables and columns, without quotes; keys and what identifies a record cannot be left out (docs/opi.md)',
  },
  default: {} as Readonly<Record<string, string>>,
})

/** `CLEAN` removes day files of Pégase that were downloaded, this many days after their day: they name candidates. */
export const opiFileDays = defineSetting({
  key: 'admissions.opi.file-days',
  label: {
    fr: 'Jours pendant lesquels les fichiers OPI téléchargés sont gardés (Pégase)',
    en: 'Days for which downloaded files of pre-registrations are kept (Pégase)',
  },
  schema: z.number().int().min(1).max(3650),
  default: 90,
})

export const attachmentMegabytes = defineSetting({
  key: 'admissions.opi.attachment-mb',
  label: {
    fr: 'Taille maximale d’une pièce versée dans le SI Scolarité, en Mo',
    en: 'Largest attachment that is poured into the information system, in MB',
  },
  schema: z.number().int().min(1).max(500),
  default: 50,
})

export const attachmentTypes = defineSetting({
  key: 'admissions.opi.attachment-types',
  label: {
    fr: 'Types de pièces versées dans le SI Scolarité (extensions)',
    en: 'Types of attachments that are poured into the information system (extensions)',
  },
  schema: z
    .array(z.string().regex(/^[a-z0-9]{1,8}$/))
    .min(1)
    .readonly(),
  rule: { fr: 'Des extensions en minuscules, sans point', en: 'Extensions in small letters, without a dot' },
  default: ['pdf', 'jpg', 'jpeg', 'png'] as readonly string[],
})

export const opiSettings = [opiTableNames, opiFileDays, attachmentMegabytes, attachmentTypes]
