import { readFileSync } from 'node:fs'
import { startEngine } from '../../src/batch/engine.ts'
import { learningApplication } from '../../src/learning/application.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'

// Command files one after the other in a process of its own, so that its peak memory is its own: prints a JSON object.
const { url, dataDirectory, files } = JSON.parse(process.argv[2]!) as {
  url: string
  dataDirectory: string
  files: readonly { operation: string; path: string; dryRun?: boolean }[]
}
const database = openDatabase(url)
const engine = await startEngine({
  database,
  applications: [learningApplication],
  settings: settingsStore(database, learningApplication.settings),
  mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
  place: { timeZone: 'Europe/Paris', dataDirectory },
})
const measured: { ms: number; detail: unknown; peakMb: number }[] = []
for (const { operation, path, dryRun = false } of files) {
  // Read once, so that the disk is not what is measured.
  readFileSync(path)
  const begun = performance.now()
  const outcome = await engine.requestRun({
    code: 'SYNC_FILE',
    trigger: 'cli',
    requestedBy: 'bench',
    parameters: { operation, path, dryRun },
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  await engine.waitForRun(outcome.runId)
  const ms = performance.now() - begun
  const { rows } = await database.pool.query('select state, detail, error from batch_run where id = $1', [
    outcome.runId,
  ])
  if (rows[0].state !== 'finished') throw new Error(`${operation}: ${rows[0].state} ${rows[0].error}`)
  measured.push({ ms, detail: rows[0].detail, peakMb: process.resourceUsage().maxRSS / 1024 })
}
await engine.stop()
await database.close()
console.log(JSON.stringify(measured))
