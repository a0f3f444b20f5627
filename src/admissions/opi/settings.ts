import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'
import { keyColumns, recordColumnNames, wishColumnNames } from './target/table-names.ts'

const name = /^[A-Za-z_][A-Za-z0-9_$]{0,62}(\.[A-Za-z_][A-Za-z0-9_$]{0,62}){0,2}$/
const columns = (table: string, names: readonly string[]) =>
  names.flatMap((column) => [column, `${table}.${column}`])
const known = new Set([
  'IND_OPI',
  'VOEUX_INS',
  ...columns('IND_OPI', recordColumnNames),
  ...columns('VOEUX_INS', ['COD_IND_OPI', ...wishColumnNames]),
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
