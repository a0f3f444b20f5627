import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eventStream } from './event-stream.ts'

test('a client that does not read is dropped instead of filling the memory', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => {})
  client.pause()
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const [, raw] = (await once(server, 'request')) as [unknown, ServerResponse]
  const stream = eventStream(raw)
  stream.open({})
  let longest = 0
  for (let n = 0; n < 100_000 && !raw.destroyed; n += 1) {
    stream.send({ kind: 'progress', text: 'x'.repeat(1000) })
    longest = Math.max(longest, raw.writableLength)
    if (n % 50 === 0) await turn()
  }
  expect(raw.destroyed).toBe(true)
  expect(longest).toBeLessThan(300 * 1024)
  // What comes afterwards goes nowhere, and hurts nobody.
  stream.send({ kind: 'late' })
  stream.beat()
  client.destroy()
  server.close()
})
