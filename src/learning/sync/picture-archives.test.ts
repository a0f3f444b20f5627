import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { image, unzipped, zipOf } from '../../../test/support/picture-archive.ts'
import { forgetSync, type SyncEngine, startSyncEngine } from '../../../test/support/sync-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'
import { toolList } from '../tools/tool-list.ts'

let database: TestDatabase
let engine: SyncEngine
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    `insert into learning.app_user (username, idnumber, firstname, lastname)
     select 'testun' || n, 'E' || (1000 + n), 'Camille', 'TESTUN' from generate_series(1, 20) n`,
  )
})
beforeEach(async () => {
  await forgetSync(database)
  await database.pool.query('delete from learning.user_picture')
  engine = await startSyncEngine(database, { sync: { tools: toolList } })
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})
afterAll(() => database.drop())

const set = (key: string, value: unknown) => engine.settings.set(`learning.${key}`, value, 'test')
const sync = (parameters = {}) => engine.process({ operation: 'pictures.sync', ...parameters })

async function archiveOf(...names: readonly string[]): Promise<Buffer> {
  const files: Record<string, Buffer> = {}
  for (const [index, name] of names.entries()) files[name] = await image(index).jpeg().toBuffer()
  return await zipOf(files)
}

describe('archives of pictures, as runs take them', () => {
  it('an archive is read, its report stored, its failing entries given back, the source removed', async () => {
    engine.put('userpictures_2026.zip', await archiveOf('E1001.jpg', 'E1002.jpg', 'X9.jpg'))
    const { run } = await sync({ name: 'userpictures_2026.zip' })
    expect(run).toMatchObject({
      state: 'finished',
      detail: { state: 'applied', lines: 3, created: 2, rejected: 1 },
    })
    expect(engine.names('commands')).toEqual([])
    const retry = engine.names('retries')[0]!
    expect(retry).toBe('userpictures_2026_tryback_20261122-090000.zip')
    const path = join(engine.dataDirectory, 'learning', 'files', 'retries', retry)
    expect(Object.keys(await unzipped(readFileSync(path)))).toEqual(['X9.jpg'])
    expect(engine.read('reports', engine.names('reports')[0]!)).toMatch(/X9\.jpg : Utilisateur inconnu/)
  })

  it('the tool’s own word on clean-up decides over its forced removal, and over the general setting', async () => {
    await set('clean-files', true)
    await set('pictures.clean-files', 'off')
    engine.put('userpictures_2026.zip', await archiveOf('E1001.jpg'))
    await sync()
    expect(engine.names('commands')).toEqual(['userpictures_2026.zip'])
    await set('clean-files', false)
    await set('pictures.force-deletion', false)
    await set('pictures.clean-files', 'on')
    await sync()
    expect(engine.names('commands')).toEqual([])
  })

  it('a planned run takes all archives of the root with the prefix, by name, and removes them', async () => {
    await set('pictures.prefix', 'photos (1).')
    engine.put('photos (1).b.ZIP', await archiveOf('E1002.jpg'))
    engine.put('photos (1).a.zip', await archiveOf('E1001.jpg'))
    engine.put('photos (1)xa.zip', await archiveOf('E1003.jpg'))
    engine.put('photos (1).csv', 'x')
    engine.put('dossier/photos (1).c.zip', await archiveOf('E1004.jpg'))
    engine.put('photos (1).a_tryback_20261121-090000.zip', await archiveOf('E1005.jpg'))
    const { run, exchanges } = await engine.planned('SYNC_PICTURES')
    expect(run).toMatchObject({ state: 'finished', detail: { files: 2, created: 2 } })
    expect(exchanges.map((one) => one.fileName)).toEqual(['photos (1).a.zip', 'photos (1).b.ZIP'])
    expect(engine.names('commands')).toEqual([
      'dossier',
      'photos (1).a_tryback_20261121-090000.zip',
      'photos (1).csv',
      'photos (1)xa.zip',
    ])
    expect(engine.names('reports')).toHaveLength(2)
  })

  it('with forced deletion off and no clean-up the archives stay', async () => {
    await set('pictures.force-deletion', false)
    engine.put('userpictures_1.zip', await archiveOf('E1001.jpg'))
    await engine.planned('SYNC_PICTURES')
    expect(engine.names('commands')).toEqual(['userpictures_1.zip'])
  })

  it('a simulation leaves pictures and archives as they are', async () => {
    engine.put('userpictures_1.zip', await archiveOf('E1001.jpg', 'X9.jpg'))
    const { run } = await sync({ dryRun: true })
    expect(run.detail).toMatchObject({ created: 1, rejected: 1 })
    expect(engine.names('commands')).toEqual(['userpictures_1.zip'])
    expect(engine.names('retries')).toEqual([])
    const { rows } = await database.pool.query('select count(*)::int from learning.user_picture')
    expect(rows[0].count).toBe(0)
  })

  it('P04: a corrupt ZIP is refused, archived and not removed; the others are read', async () => {
    await set('archive-files', true)
    engine.put('userpictures_1.zip', Buffer.from('PK\x03\x04 et rien de plus', 'latin1'))
    engine.put('userpictures_2.zip', await archiveOf('E1001.jpg'))
    const { run, exchanges } = await engine.planned('SYNC_PICTURES')
    expect(run.detail).toMatchObject({ files: 2, created: 1 })
    expect(exchanges.map((one) => one.state)).toEqual(['refused', 'applied'])
    expect(engine.names('archives')).toHaveLength(2)
    expect(engine.names('commands')).toEqual(['userpictures_1.zip'])
    expect(engine.read('reports', engine.names('reports')[0]!)).toMatch(/archive ZIP/)
  })

  it('F26: the same archive twice changes nothing the second time', async () => {
    const archive = await archiveOf('E1001.jpg', 'E1002.jpg')
    engine.put('userpictures_1.zip', archive)
    await engine.planned('SYNC_PICTURES')
    engine.put('userpictures_2.zip', archive)
    const { run } = await engine.planned('SYNC_PICTURES')
    expect(run.detail).toMatchObject({ lines: 2, unchanged: 2 })
  })
})
