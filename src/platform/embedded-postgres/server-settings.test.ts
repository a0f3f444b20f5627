import { expect, test } from 'vitest'
import { serverSettings, sharedBuffersMb } from './server-settings.ts'

const gibibyte = 1024 ** 3

test.each([
  [64, 1024],
  [4, 1024],
  [2, 512],
  [1, 128],
  [0.5, 64],
  [0.05, 16],
])('a machine with %d GB gives the server %d MB of shared buffers', (memoryGb, expected) => {
  expect(sharedBuffersMb(memoryGb * gibibyte)).toBe(expected)
})

test('nothing committed is lost, unless a test says so', () => {
  const machine = { memoryBytes: 4 * gibibyte, sharedMemoryBytes: gibibyte }
  expect(serverSettings(machine)).toMatchObject({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
  })
  expect(serverSettings(machine, { fsync: 'off' })).toMatchObject({ fsync: 'off', synchronous_commit: 'on' })
})

test('a container with a small /dev/shm shares memory through files', () => {
  const machine = { memoryBytes: 4 * gibibyte, sharedMemoryBytes: 64 * 1024 ** 2 }
  expect(serverSettings(machine).dynamic_shared_memory_type).toBe('mmap')
})
