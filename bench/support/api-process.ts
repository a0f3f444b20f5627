import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { identification } from '../../src/api/identify.ts'
import { buildServer } from '../../src/api/server.ts'
import type { Application, ApplicationCode } from '../../src/batch/application.ts'
import { buildCatalogue } from '../../src/batch/catalogue.ts'
import { startEngine } from '../../src/batch/engine.ts'
import { readConfiguration } from '../../src/platform/configuration.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import { testBatch } from '../../test/support/plain-engine.ts'
import type { ApiMessage } from './api-child.ts'
import { applicationOfFilled, filledBatches } from './fill-runs.ts'

// A node of the installation with its API, as a process of its own: see api-child.ts.
const { url } = JSON.parse(process.argv[2]!) as { url: string }
const tell = (message: ApiMessage) => process.send?.(message)
const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-bench-api-'))
const configuration = {
  ...readConfiguration({ NOCTURNE_DATA_DIR: dataDirectory }, dataDirectory),
  rateLimit: 0,
}
const database = openDatabase(url)

const codes: readonly ApplicationCode[] = ['core', 'health', 'admissions', 'learning']
const numbers = Array.from({ length: filledBatches }, (_, index) => index)
const applications = codes.map(
  (code): Application => ({
    code,
    label: { fr: code, en: code },
    settings: [],
    batches: numbers
      .filter((n) => applicationOfFilled(n) === code)
      .map((n) =>
        testBatch(`B${n}`, {
          // Never due: nothing but what the bench asks for is to run.
          schedule: { time: '22:30', weekdays: [] },
          async run({ run }) {
            tell({ kind: 'start', runId: run.id, wallMs: performance.timeOrigin + performance.now() })
            return {}
          },
        }),
      ),
  }),
)
const settings = settingsStore(database, [])
const mail = smtpMailer({ url: null, from: configuration.mailFrom })
const place = { timeZone: configuration.timeZone, dataDirectory, encryption: null }
const engine = await startEngine({ database, applications, settings, mail, place })
const installation = {
  configuration,
  place,
  database,
  server: 'external',
  migrated: [],
  applications,
  catalogue: buildCatalogue(applications),
  settings,
  mail,
  now: async () => Temporal.Instant.from(engine.clock.now().toString()),
  stop: async () => {},
} as const
const server = await buildServer({
  installation,
  engine,
  log: { debug() {}, info() {}, warn() {}, error: console.error },
  version: 'bench',
  identify: identification({ engine, installation }),
})
await server.listen({ host: '127.0.0.1', port: 0 })

process.on('message', async () => {
  server.server.closeAllConnections()
  await server.close()
  await engine.stop()
  await database.close()
  rmSync(dataDirectory, { recursive: true, force: true })
  process.exit(0)
})
// Whoever started this process may die: then it has nobody to work for.
process.on('disconnect', () => process.exit(1))
tell({ kind: 'ready', port: (server.server.address() as AddressInfo).port })
