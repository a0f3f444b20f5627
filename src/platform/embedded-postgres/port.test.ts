import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { becomesFree, freePort, isFreePort } from './port.ts'

test('a port that somebody listens on is not free, until they leave', async () => {
  const port = await freePort()
  expect(port).toBeLessThan(32_000)
  const other = createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  expect(await isFreePort(port)).toBe(false)
  expect(await becomesFree(port, 0)).toBe(false)
  const waiting = becomesFree(port, 10_000)
  other.close()
  expect(await waiting).toBe(true)
})
