import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { header, line } from './support/student-import.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const boundary = 'frontiere-de-test'

/** A multipart body made as it is sent. */
function* body(lines: number): Generator<Buffer> {
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\n${header}\r\n`,
  )
  const filled = line({ ADR1: 'A'.repeat(50), MAIL: 'testun@example.org' })
  const many = 1_000
  const block = Buffer.from(`${filled}\r\n`.repeat(many), 'latin1')
  for (let sent = 0; sent < lines; sent += many) yield block
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

test('the memory of the server does not grow with the file that it receives', async () => {
  const program = fileURLToPath(new URL('./support/upload-server-process.ts', import.meta.url))
  const server = spawn(process.execPath, [program, JSON.stringify({ url: database.url })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ address, headers }] = await once(server, 'message')

  async function send(lines: number): Promise<{ lines: number; bytes: number }> {
    const asked = request(`${address}/api/uploads`, {
      method: 'POST',
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
    const answered = once(asked, 'response')
    await pipeline(Readable.from(body(lines)), asked)
    const [answer] = await answered
    const upload = JSON.parse((await answer.toArray()).join(''))
    expect(answer.statusCode).toBe(201)
    return { lines: upload.reading.lines, bytes: upload.bytes }
  }
  async function peakMb(): Promise<number> {
    const said = once(server, 'message')
    server.send('peak')
    return (await said)[0].peakMb
  }

  try {
    // What passes through leaves garbage until it is collected: the same amount, however long it goes on.
    for (let round = 0; round < 2; round++) expect(await send(200_000)).toMatchObject({ lines: 200_000 })
    const before = await peakMb()
    const large = await send(1_000_000)
    expect(large.lines).toBe(1_000_000)
    const growth = (await peakMb()) - before
    expect(large.bytes / 1e6).toBeGreaterThan(140)
    expect(growth).toBeLessThan(50)
  } finally {
    const ended = once(server, 'exit')
    server.disconnect()
    await ended
  }
})
