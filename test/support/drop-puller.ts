import { parseArgs } from 'node:util'
import { pullDropDirectory } from '../../src/exchange/drop/pull-drop-directory.ts'
import { fileArea } from '../../src/exchange/file-area/file-area.ts'
import { manualClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { usualRules } from './drop-place.ts'

/** A process that pulls, says so at a step, and stays there until it is killed. */
const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    directory: { type: 'string' },
    area: { type: 'string' },
    now: { type: 'string' },
    step: { type: 'string' },
  },
})
const clock = manualClock(values.now!)
await pullDropDirectory({
  directory: values.directory!,
  area: fileArea(values.area!, { clock }),
  pool: openDatabase(values.database!, { applicationName: 'puller' }).pool,
  clock,
  host: 'node-a',
  log: { info() {}, warn() {} },
  tellAlarm: async () => {},
  rules: usualRules,
  onStep: async (step) => {
    if (step !== values.step) return
    process.stdout.write(`at ${step}\n`)
    await new Promise((resolve) => setTimeout(resolve, 600_000))
  },
})
