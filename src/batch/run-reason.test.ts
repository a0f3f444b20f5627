import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPlainEngine, testBatch } from '../../test/support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { migrate } from '../platform/migrations.ts'
import { readRun } from './read-run.ts'
import { describeReason, type RunReason } from './run-reason.ts'

describe('a reason is worded in both languages', () => {
  const cases: [RunReason, string, string][] = [
    [{ code: 'waits-for-batch', batch: 'IMPORT' }, 'attend la fin de IMPORT', 'waits for the end of IMPORT'],
    [
      { code: 'waits-for-resource', resource: 'students', batch: 'LONG' },
      'attend la ressource students, tenue par LONG',
      'waits for the resource students, held by LONG',
    ],
    [
      { code: 'one-waits-already' },
      'une exécution de ce batch attend déjà',
      'a run of this batch is already waiting',
    ],
    [
      { code: 'missed', from: '2026-01-05T21:30:00Z', to: '2026-01-06T21:30:00Z', count: 2 },
      'occurrences manquées : du 05/01/2026 22:30:00 au 06/01/2026 22:30:00, nombre 2',
      'due instants missed: from 05/01/2026 22:30:00 to 06/01/2026 22:30:00, 2 in all',
    ],
    [{ code: 'cancelled-by', who: 'testun' }, 'annulé par testun', 'cancelled by testun'],
    [{ code: 'cancelled-by', who: null }, 'annulé', 'cancelled'],
    [
      { code: 'cancelled-by', who: 'testun', unresponsive: true },
      "annulé par testun (le traitement n'a pas réagi à la demande d'arrêt)",
      'cancelled by testun (the work did not react to the request to stop)',
    ],
    [
      { code: 'taken-out-of-service', by: 'testun' },
      'batch mis hors service par testun',
      'batch taken out of service by testun',
    ],
    [{ code: 'server-stopped' }, 'arrêt du serveur', 'the server was stopped'],
    [
      { code: 'node-lost', node: 'calcium-2' },
      'le nœud calcium-2 ne répond plus',
      'node calcium-2 no longer answers',
    ],
    [{ code: 'found-stuck', by: 'CLEAN' }, 'interrompu par CLEAN', 'interrupted by CLEAN'],
    [{ code: 'words', text: 'annulé par testun' }, 'annulé par testun', 'annulé par testun'],
  ]
  test.each(cases)('%j', (reason, fr, en) => {
    expect(describeReason(reason, 'Europe/Paris')).toEqual({ fr, en })
  })
})

describe('reasons written before they had codes', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(async () => {
    await database.drop()
  })

  test('keep their words; a run without a reason still has none', async () => {
    const { pool } = database
    const engine = await startPlainEngine(database, [testBatch('NIGHTLY')])
    await engine.stop()
    await pool.query(`
      alter table batch_run drop constraint batch_run_reason, alter column reason type text;
      delete from schema_migration where name = 'run_reason'`)
    const { rows } = await pool.query<{ id: number }>(`
      insert into batch_run (batch_code, application, state, trigger, queued_at, ended_at, reason)
      values ('NIGHTLY', 'core', 'cancelled', 'manual', now(), now(), 'annulé par testun'),
             ('NIGHTLY', 'core', 'cancelled', 'manual', now(), now(), null)
      returning id`)
    expect((await migrate(pool)).map(({ name }) => name)).toEqual(['run_reason'])
    const [worded, without] = await Promise.all(rows.map(({ id }) => readRun(pool, id)))
    expect(worded?.reason).toEqual({ code: 'words', text: 'annulé par testun' })
    expect(without?.reason).toBeNull()
  })
})
