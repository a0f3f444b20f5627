import { expect, test } from 'vitest'
import { keysOf } from './events.ts'

test('a run that changes concerns the lists, its batch, its own page and the night', () => {
  expect(
    keysOf({ kind: 'run', run: '42', batch: 'IMP_QUO', application: 'health', state: 'running' }),
  ).toEqual([['batches'], ['batch', 'IMP_QUO'], ['runs'], ['run', '42'], ['night'], ['imports']])
})

test('progress concerns the page of its run alone', () => {
  expect(keysOf({ kind: 'progress', run: '42' })).toEqual([
    ['run', '42'],
    ['run-lines', '42'],
  ])
})

test('when the server may have missed something, whatever is shown is asked for again', () => {
  const keys = keysOf({ kind: 'refresh' }).map(([name]) => name)
  expect(keys).toEqual(['batches', 'batch', 'runs', 'run', 'run-lines', 'night', 'imports', 'session'])
})
