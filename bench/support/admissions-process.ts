import { admissionsApplication } from '../../src/admissions/application.ts'
import type { Batch } from '../../src/batch/define-batch.ts'
import { startEngine } from '../../src/batch/engine.ts'
import { manualClock } from '../../src/platform/clock.ts'
import type { Connections } from '../../src/platform/connections.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'

// One batch of admissions in a process of its own, so that its peak memory is its own: prints a JSON object.
const { url, now, dataDirectory, connections, code } = JSON.parse(process.argv[2]!) as {
  url: string
  now: string
  dataDirectory: string
  connections: Connections
  code: string
}
const database = openDatabase(url)
const batches = admissionsApplication.batches.map(
  (batch) => ({ ...batch, enabled: true, schedule: null }) as Batch,
)
const engine = await startEngine({
  database,
  applications: [{ ...admissionsApplication, batches }],
  settings: settingsStore(database, admissionsApplication.settings),
  mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
  place: { timeZone: 'Europe/Paris', dataDirectory, connections },
  clock: manualClock(now),
})
const cpu = process.cpuUsage()
const begun = performance.now()
const asked = await engine.requestRun({ code, trigger: 'cli', requestedBy: 'bench', confirmCode: code })
if (!asked.ok) throw new Error(asked.refusal.message.en)
const run = await engine.waitForRun(asked.runId)
const ms = Math.round(performance.now() - begun)
// A unit that fails makes a failed run, with its counters.
if (run.detail === null) throw new Error(`${code}: ${run.state} ${run.error}`)
const { user, system } = process.cpuUsage(cpu)
const cpuMs = Math.round((user + system) / 1000)
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
await engine.stop()
await database.close()
console.log(JSON.stringify({ ms, cpuMs, peakMb, detail: run.detail }))
