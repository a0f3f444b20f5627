import doublons from '../../src/health/batches/doublons.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { startPlainEngine } from '../../test/support/plain-engine.ts'

// One run of DOUBLONS in a process of its own, so that its peak memory is its own: prints a JSON object.
const { url, parameters } = JSON.parse(process.argv[2]!) as {
  url: string
  parameters: Record<string, unknown>
}
const database = openDatabase(url, { max: 8 })
const engine = await startPlainEngine(database, [doublons])
const beforeMb = process.resourceUsage().maxRSS / 1024
let longestPauseMs = 0
let last = performance.now()
const heart = setInterval(() => {
  longestPauseMs = Math.max(longestPauseMs, performance.now() - last - 20)
  last = performance.now()
}, 20)
const begun = performance.now()
const cpuBefore = process.cpuUsage()
const asked = await engine.requestRun({
  code: 'DOUBLONS',
  trigger: 'manual',
  requestedBy: 'bench',
  parameters,
})
if (!asked.ok) throw new Error(asked.refusal.message.en)
const run = await engine.waitForRun(asked.runId)
const ms = performance.now() - begun
const cpu = process.cpuUsage(cpuBefore)
clearInterval(heart)
await engine.stop()
await database.close()
if (run.state !== 'finished') throw new Error(`${run.state}: ${run.error}`)
console.log(
  JSON.stringify({
    ms: Math.round(ms),
    cpuMs: Math.round((cpu.user + cpu.system) / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    beforeMb: Math.round(beforeMb),
    longestPauseMs: Math.round(longestPauseMs),
    detail: run.detail,
  }),
)
