import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { beginExchange } from '../../src/exchange/exchange-record.ts'
import {
  importStudents,
  type StudentImport,
  type StudentImportResult,
} from '../../src/health/student-import/import-students.ts'
import { columnNames } from '../../src/health/student-import/line/columns.ts'
import { findImportModel } from '../../src/health/student-import/store/import-model-store.ts'
import { type Database, type Queryable, transaction } from '../../src/platform/database.ts'
import { encryption } from '../../src/platform/encryption.ts'

export const header = columnNames.join(';')

/** Keys of test encryption: nobody's. */
export const testEncryption = encryption([Buffer.alloc(32, 7).toString('base64')])

/** A line with the eight mandatory columns and whatever else a test gives, by column name. */
export function line(values: Partial<Record<(typeof columnNames)[number], string>> = {}): string {
  const usual: typeof values = {
    COD_ANU: '2025',
    COD_NNE: '',
    NOM: 'TESTUN',
    PRENOM1: 'Zoé',
    SEXE: 'F',
    DATENAI: '14/03/2005',
    CODE_NATIO: '100',
    ETB: '0990001X',
    CMP: 'SCI',
  }
  return columnNames.map((name) => values[name] ?? usual[name] ?? '').join(';')
}

/** The bytes of a file in ISO-8859-1 (Windows-1252 for what it lacks is the test's business), CRLF at each line. */
export function file(...lines: string[]): Buffer {
  return Buffer.from([header, ...lines].map((text) => `${text}\r\n`).join(''), 'latin1')
}

export interface ImportRun extends StudentImportResult {
  readonly log: string
  readonly errorLog: string | null
  readonly rejectedLines: Buffer | null
  /** `created`, `updated`… in one object, to compare whole. */
  readonly counts: Record<'created' | 'updated' | 'unchanged' | 'partial' | 'rejected' | 'blank', number>
}

let nextRun = 1

/** Imports bytes as the nightly batch would, on a directory of its own. */
export async function importBytes(
  database: Database,
  bytes: Buffer | null,
  options: Partial<StudentImport> & {
    modelCode?: string
    runId?: number
    localTime?: string
    signal?: AbortSignal
    /** Lines matched and written together. */
    setLines?: number
    /** Called as the import reads on, with the bytes read and the phase. */
    onProgress?: (done: number, phase: string) => void
    /** What the import asks outside its transaction goes through this. */
    asks?: (text: string) => Promise<void>
    beforeCommit?: (client: pg.PoolClient) => Promise<void>
  } = {},
): Promise<ImportRun> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'nocturne-import-'))
  const path = join(directory, options.fileName ?? 'Calcium.csv')
  if (bytes !== null) writeFileSync(path, bytes)
  const model = await findImportModel(database.pool, options.modelCode ?? 'APOGEE')
  const runId = options.runId ?? nextRun++
  const result = await importStudents(
    {
      path,
      fileName: 'Calcium.csv',
      model: model!,
      origin: 'IMP_QUO',
      dryRun: false,
      directory,
      guard: null,
      notices: [],
      ...options,
    },
    {
      runId,
      beginExchange: (label) =>
        beginExchange(database.pool, {
          runId,
          application: 'health',
          tool: 'students',
          batchCode: 'IMP_QUO',
          parameters: {},
          fileName: 'Calcium.csv',
          label,
          dryRun: options.dryRun ?? false,
          approvalOf: null,
          directory,
        }),
      database: asking(database.pool, options.asks),
      transaction: (work) =>
        transaction(database.pool, async (client) => {
          const worked = await work(client)
          await options.beforeCommit?.(client)
          return worked
        }),
      encryption: testEncryption,
      keepFile: async () => path,
      localTime: () => options.localTime ?? '2026-03-02T05:00:24',
      signal: options.signal ?? new AbortController().signal,
      progress: (done, _total, phase) => options.onProgress?.(done, phase),
      ...(options.setLines === undefined ? {} : { setLines: options.setLines }),
    },
  )
  const { created, updated, unchanged, partial, rejected, blank } = result.tally
  return {
    ...result,
    log: readFileSync(result.files.log, 'utf8'),
    errorLog: result.files.errorLog === null ? null : readFileSync(result.files.errorLog, 'utf8'),
    rejectedLines: result.files.rejectedLines === null ? null : readFileSync(result.files.rejectedLines),
    counts: { created, updated, unchanged, partial, rejected, blank },
  }
}

function asking(pool: pg.Pool, asks: ((text: string) => Promise<void>) | undefined): Queryable {
  if (asks === undefined) return pool
  const query = async (text: string, values?: unknown[]) => {
    await asks(text)
    return await pool.query(text, values)
  }
  return { query: query as pg.Pool['query'] }
}

/** Adds the nomenclature items that the tests' lines use. */
export async function addItems(database: Database): Promise<void> {
  await database.pool.query(`
    insert into nomenclature_item (nomenclature_id, code, label)
    select id, item, item from nomenclature,
      lateral unnest(case code
        when 'PAYS' then array['100', '109', '216']
        when 'BACCAULAUREAT' then array['S']
        when 'ETABLISSEMENT' then array['0990001X', '0990002Y'] else array[]::text[] end) as item;
    insert into nomenclature_item (nomenclature_id, parent_id, code, label)
    select parent.nomenclature_id, parent.id, component, component
    from nomenclature_item parent join nomenclature on nomenclature.id = parent.nomenclature_id,
      lateral unnest(case parent.code when '0990001X' then array['SCI', 'DRT'] else array['MED'] end) as component
    where nomenclature.code = 'ETABLISSEMENT' and parent.parent_id is null`)
}

/** Every student with what a test compares, by id. */
export async function students(database: Database): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query('select * from student order by id')
  return rows
}

export async function enrolments(database: Database): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query(
    'select * from enrolment order by student_id, year, establishment_code, component_code, diploma',
  )
  return rows
}

export function filesOf(directory: string): string[] {
  return readdirSync(directory).sort()
}
