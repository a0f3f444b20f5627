import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  categoryNames,
  forgetSync,
  type SyncEngine,
  startSyncEngine,
} from '../../../test/support/sync-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'

let database: TestDatabase
let engine: SyncEngine
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await forgetSync(database)
  engine = await startSyncEngine(database)
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})
afterAll(() => database.drop())

const set = (key: string, value: unknown) => engine.settings.set(`learning.${key}`, value, 'test')
const added = async () => (await categoryNames(database)).filter((name) => name !== 'Divers')

describe('a file on request', () => {
  it('applies its lines, and leaves a report, a journal and a retry file', async () => {
    engine.put('uploadcourses.csv', '# essai\nname;cmd\nDroit;\n;\n\nSciences;\n')
    const { run, exchanges } = await engine.process({ name: 'uploadcourses.csv' })
    expect(run).toMatchObject({
      state: 'finished',
      error: null,
      detail: { state: 'applied', files: 1, lines: 3, created: 2, rejected: 1, blank: 2 },
    })
    expect(exchanges).toMatchObject([
      {
        state: 'applied',
        tool: 'courses.create',
        fileName: 'uploadcourses.csv',
        lines: 3,
        created: 2,
        rejected: 1,
      },
    ])
    expect(await added()).toEqual(['Droit', 'Sciences'])
    expect(engine.names('retries')).toEqual(['uploadcourses_tryback_20261122-090000.csv'])
    expect(engine.read('retries', 'uploadcourses_tryback_20261122-090000.csv')).toBe('name;cmd\n;\n')
    expect(engine.names('reports')).toEqual(['20261122-090000_report_courses.create_uploadcourses.txt'])
    const report = engine.read('reports', '20261122-090000_report_courses.create_uploadcourses.txt')
    expect(report).toContain('uploadcourses_tryback_20261122-090000.csv')
    expect(report).toContain('2 catégories créées')
    expect(engine.names('journals')).toEqual(['20261122-090000_journal_courses.create_uploadcourses.jsonl'])
    expect(engine.names('commands')).toEqual(['uploadcourses.csv'])
    expect(engine.names('archives')).toEqual([])
  })

  it('F09: a header without rows is a success of 0 lines, with report, archive and clean-up', async () => {
    await set('archive-files', true)
    await set('clean-files', true)
    engine.put('uploadcourses.csv', 'name\n')
    const { run } = await engine.process()
    expect(run).toMatchObject({ state: 'finished', detail: { state: 'applied', lines: 0 } })
    expect([engine.names('reports').length, engine.names('archives').length]).toEqual([1, 1])
    expect(engine.names('commands')).toEqual([])
  })

  it('F26: the same file twice changes nothing the second time', async () => {
    engine.put('uploadcourses.csv', 'name\nDroit\nSciences\n')
    await engine.process()
    const { run } = await engine.process()
    expect(run.detail).toMatchObject({ lines: 2, unchanged: 2, created: 0 })
  })

  it('F11: an old-style comment counts as skipped and is told with its line', async () => {
    engine.put('uploadcourses.csv', 'name\nDroit\n-Sciences\n')
    const { run } = await engine.process()
    expect(run.detail).toMatchObject({ lines: 2, created: 1, skipped: 1, blank: 0 })
    expect(engine.read('reports', engine.names('reports')[0]!)).toMatch(/ligne 3 : ignorée/)
    expect(engine.names('retries')).toEqual([])
  })

  it('R14: an unexpected error on a row rejects that row, whoever throws; the others are applied', async () => {
    const names = ['Un', 'check!', 'Deux', 'plan!', 'Trois', 'apply!', 'Quatre', 'plan!', 'Cinq']
    engine.put('uploadcourses.csv', `name\n${names.join('\n')}\n`)
    const { run, exchanges } = await engine.process()
    expect(run).toMatchObject({ state: 'finished', detail: { lines: 9, created: 5, rejected: 4 } })
    expect(await added()).toEqual(['Cinq', 'Deux', 'Quatre', 'Trois', 'Un'])
    expect(exchanges[0]!.report.faults).toMatchObject([{ code: 'UNEXPECTED', count: 4 }])
    expect(engine.read('retries', engine.names('retries')[0]!)).toBe('name\ncheck!\nplan!\napply!\nplan!\n')
    expect(engine.read('reports', engine.names('reports')[0]!)).toMatch(/ligne 5 : rejetée — .*plan failed/)
  })

  it('R15: a row that repeats the one above it is unchanged', async () => {
    engine.put('uploadcourses.csv', 'name\nDroit\nDroit\n')
    expect((await engine.process()).run.detail).toMatchObject({ created: 1, unchanged: 1 })
  })

  it('F31: an upload and a path of the command line are processed; their outputs lie on the normal shelves', async () => {
    const { mkdtempSync, writeFileSync } = await import('node:fs')
    const folder = mkdtempSync('/tmp/nocturne-sync-path-')
    writeFileSync(`${folder}/dernier.csv`, 'name\n;;\nDroit\n')
    const { run } = await engine.process({ path: `${folder}/dernier.csv` })
    expect(run).toMatchObject({ state: 'finished', detail: { created: 1, rejected: 1 } })
    expect(engine.names('retries')).toEqual(['dernier_tryback_20261122-090000.csv'])
    const refused = await engine.request('SYNC_FILE', { operation: 'courses.create', path: '/etc/passwd' })
    expect(await engine.waitForRun(refused)).toMatchObject({ state: 'failed' })
  })

  it('F13: a file that cannot be read is refused as a whole; the run fails and says why', async () => {
    engine.put('uploadcourses.csv', 'name,cmd\nDroit,\n')
    const { run, exchanges } = await engine.process()
    expect(run).toMatchObject({ state: 'failed', detail: { state: 'refused', files: 1, lines: 0 } })
    expect(exchanges).toMatchObject([{ state: 'refused', lines: 0 }])
    expect(engine.names('reports').length).toBe(1)
    expect(await added()).toEqual([])
  })

  it('F16: accents of an ISO-8859-1 file are right in the store and the report, and as they were in the retry file', async () => {
    await set('encoding', 'iso-8859-1')
    await set('ignore-unknown-columns', true)
    const text = 'name;été\nLettres françaises – été;\né;trop;long\n'
    // Windows’ own dash among them: 0x96.
    const bytes = Buffer.from(text.replace('–', '\x96'), 'latin1')
    engine.put('uploadcourses.csv', bytes)
    const { run } = await engine.process()
    expect(run.detail).toMatchObject({ created: 1, rejected: 1 })
    expect(await added()).toEqual(['Lettres françaises – été'])
    expect(engine.read('reports', engine.names('reports')[0]!)).toContain('été')
    const { readFileSync } = await import('node:fs')
    const retry = `${engine.dataDirectory}/learning/files/retries/${engine.names('retries')[0]}`
    expect(readFileSync(retry)).toEqual(Buffer.from('name;été\né;trop;long\n', 'latin1'))
  })

  it('F27: a file that is not there is an error for whoever asks for it', async () => {
    const { run } = await engine.process()
    expect(run).toMatchObject({
      state: 'failed',
      error: 'Le fichier uploadcourses.csv n’a pas été trouvé',
      detail: { state: 'none', missing: 'uploadcourses.csv' },
    })
  })

  it('D15: two runs within one second leave outputs of different names', async () => {
    engine.put('uploadcourses.csv', 'name\nDroit\n;\n')
    await engine.process()
    await engine.process()
    expect(engine.names('reports')).toEqual([
      '20261122-090000_report_courses.create_uploadcourses-2.txt',
      '20261122-090000_report_courses.create_uploadcourses.txt',
    ])
    expect(engine.names('retries').length).toBe(2)
  })

  it('D17: a retry file can be played again, and its own retry file has a second stamp', async () => {
    engine.put('x_tryback_20261101-000000.csv', 'name\n;\n', { shelf: 'retries' })
    await engine.process({ shelf: 'retries', name: 'x_tryback_20261101-000000.csv' })
    expect(engine.names('retries')).toEqual([
      'x_tryback_20261101-000000.csv',
      'x_tryback_20261101-000000_20261122-090000.csv',
    ])
  })
})

describe('post-treatments', () => {
  it('D12: all of them on, one row failing: report, retry file, archive of the original, which is gone', async () => {
    for (const key of ['archive-files', 'clean-files', 'enrol-cleanup']) await set(key, true)
    const text = 'name\nDroit\n""\n'
    engine.put('uploadcourses.csv', text)
    const { run } = await engine.process()
    expect(run).toMatchObject({ state: 'finished', detail: { created: 1, rejected: 1 } })
    expect(engine.names('commands')).toEqual([])
    expect(engine.names('archives')).toEqual(['20261122-090000_uploadcourses.csv'])
    expect(engine.read('archives', '20261122-090000_uploadcourses.csv')).toBe(text)
    expect(engine.read('retries', engine.names('retries')[0]!)).toBe('name\n""\n')
    const report = engine.read('reports', engine.names('reports')[0]!)
    expect(report).toContain('20261122-090000_uploadcourses.csv')
    expect(report).toContain('retiré de sa position programmée')
  })

  it('C11: with a failing row, the original is archived and removed, never its retry file', async () => {
    await set('archive-files', true)
    await set('clean-files', true)
    engine.put('uploadcourses.csv', 'name\n""\nDroit\n')
    await engine.planned()
    expect(engine.names('commands')).toEqual([])
    expect(engine.names('archives').map((name) => name.replace(/^[\d-]+_/, ''))).toEqual([
      'uploadcourses.csv',
    ])
    expect(engine.names('retries').length).toBe(1)
  })

  it('D13: with all of them off nothing is stored, and the history knows of it', async () => {
    for (const key of ['store-report', 'store-retry-file', 'store-journal']) await set(key, false)
    engine.put('uploadcourses.csv', 'name\nDroit\n""\n')
    const { exchanges } = await engine.process()
    for (const shelf of ['reports', 'retries', 'journals', 'archives'] as const)
      expect(engine.names(shelf)).toEqual([])
    expect(exchanges).toMatchObject([{ state: 'applied', created: 1, rejected: 1 }])
  })

  it('D12: a tool’s own word turns on what is off for all', async () => {
    for (const key of ['store-report', 'store-retry-file', 'store-journal']) await set(key, false)
    for (const key of ['store-report', 'store-retry-file', 'store-journal', 'archive-files', 'clean-files'])
      await set(`courses.${key}`, 'on')
    for (const key of ['archive-files', 'clean-files']) await set(`users.${key}`, 'on')
    engine.put('uploadcourses.csv', 'name\nDroit\n""\n')
    await engine.process()
    for (const shelf of ['reports', 'retries', 'journals', 'archives'] as const)
      expect(engine.names(shelf), shelf).toHaveLength(1)
    expect(engine.names('commands')).toEqual([])
  })

  it('D13: a tool’s own word turns off what is on for all', async () => {
    for (const key of ['archive-files', 'clean-files']) await set(key, true)
    for (const key of ['store-report', 'store-retry-file', 'store-journal', 'archive-files', 'clean-files'])
      await set(`courses.${key}`, 'off')
    engine.put('uploadcourses.csv', 'name\nDroit\n""\n')
    await engine.process()
    for (const shelf of ['reports', 'retries', 'journals', 'archives'] as const)
      expect(engine.names(shelf), shelf).toEqual([])
    expect(engine.names('commands')).toEqual(['uploadcourses.csv'])
  })

  it('another tool’s word changes nothing', async () => {
    await set('users.archive-files', 'on')
    await set('users.store-report', 'off')
    engine.put('uploadcourses.csv', 'name\nDroit\n')
    await engine.process()
    expect([engine.names('archives').length, engine.names('reports').length]).toEqual([0, 1])
  })

  it('D14: a refused file has a report; it is removed only when it is archived', async () => {
    await set('clean-files', true)
    engine.put('uploadcourses.csv', '')
    await engine.process()
    expect([engine.names('reports').length, engine.names('commands')]).toEqual([1, ['uploadcourses.csv']])
    await set('archive-files', true)
    await engine.process()
    expect([engine.names('archives').length, engine.names('commands')]).toEqual([1, []])
  })

  it('only files of the programmed positions are removed, uploads and other names are not', async () => {
    await set('clean-files', true)
    engine.put('autre.csv', 'name\nDroit\n')
    await engine.process({ name: 'autre.csv' })
    expect(engine.names('commands')).toEqual(['autre.csv'])
  })
})

describe('a planned run', () => {
  it('F27: finishes when its files are not there, and says so', async () => {
    const { run } = await engine.planned()
    expect(run).toMatchObject({ state: 'finished', error: null, detail: { state: 'none', files: 0 } })
    expect(run.detail!.missing).toContain('uploadcourses.csv')
    expect(engine.names('reports')).toEqual([])
  })

  it('takes a file once, though it goes on lying there; a new one of that name is taken', async () => {
    engine.put('uploadcourses.csv', 'name\nDroit\n')
    expect((await engine.planned()).run.detail).toMatchObject({ files: 1, created: 1 })
    expect((await engine.planned()).run).toMatchObject({
      state: 'finished',
      detail: { files: 0, taken: 1 },
    })
    engine.put('uploadcourses.csv', 'name\nDroits\n')
    expect((await engine.planned()).run.detail).toMatchObject({ files: 1, created: 1 })
    await set('replay-taken', true)
    expect((await engine.planned()).run.detail).toMatchObject({ files: 1, unchanged: 1 })
  })

  it('takes all the parts of a split file, by name; never retry files', async () => {
    await set('courses.file', 'cours/part_*.csv')
    engine.put('cours/part_2.csv', 'name\nB\n')
    engine.put('cours/part_1.csv', 'name\nA\n')
    engine.put('cours/part_1_tryback_20261101-000000.csv', 'name\nC\n')
    engine.put('cours/autre.csv', 'name\nD\n')
    const { run, exchanges } = await engine.planned()
    expect(run.detail).toMatchObject({ files: 2, lines: 2, created: 2 })
    expect(exchanges.map(({ fileName }) => fileName)).toEqual(['part_1.csv', 'part_2.csv'])
    expect(engine.names('reports').length).toBe(2)
  })

  it('takes the first part only, where it is told to, and the next one at the next run', async () => {
    await set('courses.file', 'part_*.csv')
    await set('wildcard-mode', 'first')
    engine.put('part_2.csv', 'name\nB\n')
    engine.put('part_1.csv', 'name\nA\n')
    expect((await engine.planned()).exchanges.map(({ fileName }) => fileName)).toEqual(['part_1.csv'])
    expect((await engine.planned()).exchanges.map(({ fileName }) => fileName)).toEqual(['part_2.csv'])
  })

  it('goes on after a refused part, and ends failed with the counts of all', async () => {
    await set('courses.file', 'part_*.csv')
    engine.put('part_1.csv', 'nom\nA\n')
    engine.put('part_2.csv', 'name\nB\n')
    const { run, exchanges } = await engine.planned()
    expect(run).toMatchObject({ state: 'failed', detail: { state: 'refused', files: 2, created: 1 } })
    expect(exchanges.map(({ state }) => state)).toEqual(['refused', 'applied'])
  })
})

describe('a simulation', () => {
  it('tells what a run would do, line by line, and leaves nothing but its report and its plan', async () => {
    await set('archive-files', true)
    await set('clean-files', true)
    engine.put('uploadcourses.csv', 'name\nDroit\nDroit\n""\n~Sciences\nplan!\n')
    const before = await added()
    const { run, exchanges } = await engine.process({ dryRun: true })
    expect(run).toMatchObject({
      state: 'finished',
      detail: { state: 'simulated', created: 1, unchanged: 1, rejected: 2, partial: 1 },
    })
    expect(exchanges).toMatchObject([{ state: 'simulated', dryRun: true }])
    expect(await added()).toEqual(before)
    expect(engine.names('reports')).toEqual([
      '20261122-090000_report_courses.create_uploadcourses_simulation.txt',
    ])
    expect(engine.names('journals')).toEqual([
      '20261122-090000_journal_courses.create_uploadcourses_simulation.jsonl',
    ])
    for (const shelf of ['retries', 'archives'] as const) expect(engine.names(shelf)).toEqual([])
    expect(engine.names('commands')).toEqual(['uploadcourses.csv'])
    expect((await engine.process()).run.detail).toMatchObject({
      state: 'applied',
      created: 1,
      unchanged: 1,
      rejected: 2,
      partial: 1,
    })
  })
})

describe('the guard', () => {
  const deletions = `name;cmd\n${Array.from({ length: 4 }, (_, at) => `C${at};del\n`).join('')}`

  it('holds a file of too many deletions before anything is applied; an approval applies its copy', async () => {
    const { approveHeldExchange } = await import('../../exchange/held-exchange.ts')
    await set('guard.deletions', 3)
    await set('clean-files', true)
    engine.put('uploadcourses.csv', deletions)
    const { run, exchanges } = await engine.process()
    expect(run).toMatchObject({ state: 'finished', detail: { state: 'held' } })
    expect(exchanges).toMatchObject([
      { state: 'held', report: { hold: [{ kind: 'deletions', lines: 4, limit: 3 }] } },
    ])
    expect(await added()).toEqual([])
    const approved = await approveHeldExchange(database, engine.requestRun, {
      runId: run.id,
      author: 'bob',
      trigger: 'manual',
    })
    if (!approved.ok) throw new Error(approved.message.en)
    expect(await engine.waitForRun(approved.runId!)).toMatchObject({
      state: 'finished',
      detail: { state: 'applied', created: 4 },
    })
    expect(engine.names('commands')).toEqual([])
  })

  it('lets a file through that has no more of them than allowed, and any where it is off', async () => {
    await set('guard.deletions', 4)
    engine.put('uploadcourses.csv', deletions)
    expect((await engine.process()).run.detail).toMatchObject({ state: 'applied' })
    await set('guard.deletions', 0)
    expect((await engine.process()).run.detail).toMatchObject({ state: 'applied' })
  })

  it('does not hold a simulation, which says that the run would be held', async () => {
    await set('guard.deletions', 3)
    engine.put('uploadcourses.csv', deletions)
    const { exchanges } = await engine.process({ dryRun: true })
    expect(exchanges).toMatchObject([
      { state: 'simulated', created: 4, report: { wouldHold: [{ kind: 'deletions', lines: 4 }] } },
    ])
  })
})
