import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from './support/api-server.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// health.md 2: every run of the fourteen batches leaves its beginning and its end in the audit trail (BATCH_START and
// BATCH_END there), with the batch as actor and whoever asked for it (5.5).

let database: TestDatabase
let node: ApiNode
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

async function launch(code: string): Promise<number> {
  const asked = await node.engine.requestRun({ code, trigger: 'manual', requestedBy: 'testun' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  await node.engine.waitForRun(asked.runId)
  return asked.runId
}

async function trailOf(run: number) {
  const { rows } = await database.pool.query(
    `select actor, action, application, detail from audit_event where subject = $1 order by id`,
    [`run:${run}`],
  )
  return rows
}

const asked = { trigger: 'manual', requestedBy: 'testun' }

test('a run that ends well, of the health service or the broom of all', async () => {
  expect(await trailOf(await launch('FER_CON'))).toEqual([
    { actor: 'SYSTEM:FER_CON', action: 'run.started', application: 'health', detail: asked },
    {
      actor: 'SYSTEM:FER_CON',
      action: 'run.ended',
      application: 'health',
      detail: { ...asked, state: 'finished' },
    },
  ])
  expect(await trailOf(await launch('CLEAN'))).toMatchObject([
    { actor: 'SYSTEM:CLEAN', action: 'run.started' },
    { actor: 'SYSTEM:CLEAN', action: 'run.ended' },
  ])
})

test('a run that fails, and one that nobody is at any more', async () => {
  await database.pool.query(`update batch set enabled = true where code = 'MES_VACCINS'`)
  expect((await trailOf(await launch('MES_VACCINS'))).at(-1)).toMatchObject({
    action: 'run.ended',
    detail: { state: 'failed' },
  })
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, node_id)
     values ('LIS_REL', 'health', 'running', 'schedule', now() - interval '1 day', now() - interval '1 day',
       '00000000-0000-4000-8000-000000000000') returning id`,
  )
  await launch('CLEAN')
  expect(await trailOf(rows[0]!.id)).toEqual([
    {
      actor: 'SYSTEM:LIS_REL',
      action: 'run.ended',
      application: 'health',
      detail: { trigger: 'schedule', state: 'interrupted' },
    },
  ])
})

test('runs of other applications fill the trail with nothing', async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, node_id)
     values ((select code from batch where application = 'learning' limit 1), 'learning', 'running', 'schedule', now(), now(), '00000000-0000-4000-8000-000000000000')
     returning id`,
  )
  await database.pool.query(`update batch_run set state = 'finished', ended_at = now() where id = $1`, [
    rows[0]!.id,
  ])
  expect(await trailOf(rows[0]!.id)).toEqual([])
})
