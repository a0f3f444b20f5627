import { expect, test } from 'vitest'
import { keysOf } from './events.ts'

test('a run that changes concerns the lists, its batch, its own page and the night', () => {
  expect(
    keysOf({ kind: 'run', run: '42', batch: 'IMP_QUO', application: 'health', state: 'running' }),
  ).toEqual(
    expect.arrayContaining([
      ['batches'],
      ['batch', 'IMP_QUO'],
      ['runs'],
      ['run', '42'],
      ['night'],
      ['imports'],
      ['appointments'],
      ['follow-ups'],
    ]),
  )
})

test('a run of the learning platform concerns its tools, its files and the drop directory as well', () => {
  const keys = keysOf({
    kind: 'run',
    run: '42',
    batch: 'SYNC_USERS',
    application: 'learning',
    state: 'running',
  })
  expect(keys.map(([name]) => name)).toEqual([
    'batches',
    'batch',
    'runs',
    'run',
    'night',
    'imports',
    'sync-tools',
    'sync-tool',
    'sync-exchanges',
    'sync-exchange',
    'sync-files',
    'drop',
  ])
})

test('an exchange that changes concerns imports and command files: it does not say which of them it is', () => {
  expect(keysOf({ kind: 'exchange', run: '42' })).toEqual([
    ['run', '42'],
    ['imports'],
    ['data-loads'],
    ['data-load'],
    ['sync-tools'],
    ['sync-tool'],
    ['sync-exchanges'],
    ['sync-exchange'],
    ['sync-files'],
  ])
})

test('progress concerns the page of its run alone', () => {
  expect(keysOf({ kind: 'progress', run: '42' })).toEqual([
    ['run', '42'],
    ['run-lines', '42'],
  ])
})

test('when the server may have missed something, whatever is shown is asked for again', () => {
  const keys = keysOf({ kind: 'refresh' }).map(([name]) => name)
  expect(keys).toEqual([
    'batches',
    'batch',
    'runs',
    'run',
    'run-lines',
    'night',
    'imports',
    'follow-ups',
    'data-loads',
    'data-load',
    'sync-tools',
    'sync-tool',
    'sync-exchanges',
    'sync-exchange',
    'sync-files',
    'drop',
    'session',
  ])
})
