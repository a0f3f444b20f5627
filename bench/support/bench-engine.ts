import { tmpdir } from 'node:os'
import type { Batch } from '../../src/batch/define-batch.ts'
import { type Engine, startEngine } from '../../src/batch/engine.ts'
import type { EngineOptions } from '../../src/batch/engine-options.ts'
import type { Database } from '../../src/platform/database.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'

export function benchBatch(code: string, what: Partial<Batch> = {}): Batch {
  return {
    code,
    label: { fr: code, en: code },
    description: { fr: code, en: code },
    schedule: { time: '03:00', weekdays: 'all' },
    enabled: true,
    run: async () => ({}),
    ...what,
  }
}

export async function startBenchEngine(
  database: Database,
  batches: readonly Batch[],
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  return await startEngine({
    database,
    applications: [{ code: 'core', label: { fr: 'Mesure', en: 'Bench' }, settings: [], batches }],
    settings: settingsStore(database, []),
    mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
    place: { timeZone: 'Europe/Paris', dataDirectory: tmpdir() },
    events: { error: (error) => console.error(error) },
    ...options,
  })
}

/** This machine's time in milliseconds, the same in all its processes, to fractions of one. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}
