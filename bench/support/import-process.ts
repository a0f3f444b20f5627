import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginExchange } from '../../src/exchange/exchange-record.ts'
import { importStudents } from '../../src/health/student-import/import-students.ts'
import { findImportModel } from '../../src/health/student-import/store/import-model-store.ts'
import { openDatabase, transaction } from '../../src/platform/database.ts'

// One import in a process of its own, so that its peak memory is its own: prints a JSON object.
const { url, path, dryRun, runId } = JSON.parse(process.argv[2]!) as {
  url: string
  path: string
  dryRun: boolean
  runId: number
}
const database = openDatabase(url, { max: 3 })
const directory = mkdtempSync(join(tmpdir(), 'nocturne-bench-import-'))
const model = await findImportModel(database.pool, 'APOGEE')
const begunAt = new Date().toISOString().slice(0, 19)
const begun = performance.now()
const result = await importStudents(
  {
    path,
    fileName: 'Calcium.csv',
    model: model!,
    origin: 'IMP_QUO',
    dryRun,
    directory,
    guard: null,
    notices: [],
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
        dryRun,
        approvalOf: null,
      }),
    database: database.pool,
    transaction: (work) => transaction(database.pool, work),
    encryption: null,
    keepFile: async () => path,
    localTime: () => begunAt,
    signal: new AbortController().signal,
    progress: () => {},
  },
)
const ms = performance.now() - begun
await database.close()
rmSync(directory, { recursive: true })
console.log(JSON.stringify({ ms, peakMb: process.resourceUsage().maxRSS / 1024, tally: result.tally }))
