import { tmpdir } from 'node:os'
import type { Batch } from '../../src/batch/define-batch.ts'
import { type Engine, startEngine } from '../../src/batch/engine.ts'
import type { EngineOptions } from '../../src/batch/engine-options.ts'
import type { Database } from '../../src/platform/database.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'

/** A batch that does nothing at 22:30 every day, but for what the test or bench says. */
export function testBatch(code: string, what: Partial<Batch> = {}): Batch {
  return {
    code,
    label: { fr: code, en: code },
    description: { fr: `Le batch d'essai ${code}`, en: `The test batch ${code}` },
    schedule: { time: '22:30', weekdays: 'all' },
    enabled: true,
    run: async () => ({}),
    ...what,
  }
}

/** An engine in Europe/Paris with these batches, on the database's clock unless another is given. */
export async function startPlainEngine(
  database: Database,
  batches: readonly Batch[],
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  return await startEngine({
    database,
    applications: [{ code: 'core', label: { fr: 'Essai', en: 'Test' }, settings: [], batches }],
    settings: settingsStore(database, []),
    mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
    place: { timeZone: 'Europe/Paris', dataDirectory: tmpdir() },
    ...options,
  })
}
