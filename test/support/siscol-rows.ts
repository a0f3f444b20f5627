import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { referenceTables } from '../../src/admissions/siscol/tables.ts'

/** A row by our column names. */
export type Row = Readonly<Record<string, string | null>>
export type SiscolRows = Readonly<Record<string, readonly Row[]>>

const code = (code: string, label: string, more: Row = {}): Row => ({ code, label, in_service: 'O', ...more })

/** A small information system, Apogée's tables: every table that it has, a few rows each, accents included. */
export const apogeeRows: SiscolRows = {
  regime: [code('1', 'Formation initiale', { short_label: 'Initiale' }), code('2', 'Formation continue')],
  status: [code('01', 'Étudiant')],
  exemption: [code('BOURSE', 'Boursier')],
  bac: [
    code('S', 'Scientifique', { valid_from: '1995', ine_check: 'O', ine_check_year: '1995' }),
    code('NBGE', 'Bac général; depuis 2021', { valid_from: '2021', ine_check: 'N' }),
  ],
  bac_option: [code('LAT', 'Latin'), code('GRE', 'Grec "ancien"')],
  bac_option_link: [
    { bac_code: 'S', option_code: 'LAT' },
    { bac_code: 'NBGE', option_code: 'GRE' },
  ],
  bac_speciality: [code('MATH', 'Mathématiques'), code('NSI', 'Numérique')],
  bac_speciality_link: [{ bac_code: 'NBGE', speciality_code: 'NSI' }],
  mention: [code('AB', 'Assez bien')],
  cge: [code('CG1', 'Centre de gestion 1')],
  user: [
    { login: 'testun1', cge_code: 'CG1', mail: 'testun1@example.org', comment: null },
    { login: 'testun2', cge_code: null, mail: null, comment: null },
  ],
  dept: [code('075', 'Paris'), code('054', 'Meurthe-et-Moselle')],
  commune: [code('75056', 'Paris'), code('54395', 'Nancy')],
  other_diploma: [code('BTS', 'Brevet de technicien')],
  country: [code('100', 'FRANCE', { nationality: 'FRANÇAIS(E)' })],
  establishment: [
    code('0540001A', 'Lycée des Essais', {
      kind: 'LYC',
      web_label: 'Lycée des Essais',
      dept_code: '054',
      commune_code: '54395',
    }),
  ],
  diploma_type: [code('LIC', 'Licence')],
  result_type: [code('ADM', 'Admis')],
  bac_mention: [code('TB', 'Très bien')],
  commune_postcode: [
    { commune_code: '75056', postcode: '75001' },
    { commune_code: '75056', postcode: '75002' },
  ],
  year: [{ code: '2026', label: '2026/2027', state: 'O' }],
}

/** `count` rows `C001`… of a table with codes and labels. */
export function manyCodes(count: number, label = 'Code'): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0')
    return code(`C${number}`, `${label} ${number}`)
  })
}

export interface CsvFolder {
  /** `file:///…`. */
  readonly url: string
  readonly path: string
  /** Writes `<table>.csv` with every column of the table. */
  write(table: string, rows: readonly Row[]): void
  writeText(name: string, text: string | Buffer): void
}

/** A folder of CSV files as docs/siscol.md says. */
export function csvFolder(rows: SiscolRows = {}, version: string | null = '6.10'): CsvFolder {
  const path = mkdtempSync(join(tmpdir(), 'nocturne-siscol-'))
  mkdirSync(path, { recursive: true })
  const folder: CsvFolder = {
    url: pathToFileURL(path).href,
    path,
    write(table, given) {
      const names = referenceTables.find((one) => one.code === table)!.columns.map(({ name }) => name)
      const lines = given.map((row) => names.map((name) => cell(row[name] ?? '')).join(';'))
      folder.writeText(`${table}.csv`, `${[names.join(';'), ...lines].join('\n')}\n`)
    },
    writeText(name, text) {
      writeFileSync(join(path, name), text)
    },
  }
  for (const [table, given] of Object.entries(rows)) folder.write(table, given)
  if (version !== null) folder.writeText('version.csv', `version\n${version}\n`)
  return folder
}

function cell(text: string): string {
  return /[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
