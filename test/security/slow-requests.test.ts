import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// Somebody who opens many connections and never finishes a request (slowloris).

let database: TestDatabase
let api: ApiNode
let operator: ApiClient
let address: URL

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database, {
    realApplications: true,
    services: { bodyPatience: { wholeMs: 300, afterAnswerMs: 100 } },
  })
  address = new URL(await api.listen())
  operator = await api.signIn({ roles: { health: 'operator' } })
})
afterAll(async () => {
  await api?.stop()
  await database?.drop()
})

/** Sends these words, then a byte now and then; resolves with what was said once the server has had enough. */
function drip(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(address.port), address.hostname)
    let said = ''
    socket.on('data', (data) => {
      said += data
    })
    socket.on('error', () => {})
    const dripping = setInterval(() => socket.write(' '), 20)
    socket.on('close', () => {
      clearInterval(dripping)
      resolve(said)
    })
    socket.write(text)
  })
}

const head = (method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
  `${method} ${path} HTTP/1.1\r\nhost: ${address.host}\r\n${Object.entries({
    'content-type': 'application/json',
    'content-length': '900000',
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

test('a body that never ends ends the connection, whoever sends it', async () => {
  expect(await drip(`${head('POST', '/api/session')}{`)).toBe('')
  expect(await drip(`${head('POST', '/api/nothing')}{`)).toBe('')
  expect(await drip(`${head('PATCH', '/api/account', operator.headers)}{`)).toBe('')
})

test('so does one in chunks', async () => {
  const chunked = head('POST', '/api/session').replace('content-length: 900000', 'transfer-encoding: chunked')
  expect(await drip(`${chunked}1\r\n{\r\n`)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
})

test('who was answered does not go on sending either', async () => {
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
  expect(await drip(`${head('POST', '/api/uploads', multipart)}--x`)).toMatch(/^HTTP\/1\.1 401 /)
  expect(await drip(`${head('GET', '/api/alive')}{`)).toMatch(/^HTTP\/1\.1 /)
})

test('an upload has a pace of its own, slower than that', async () => {
  const boundary = 'x'
  const socket = connect(Number(address.port), address.hostname)
  const answered = new Promise<string>((resolve) => {
    let said = ''
    socket.on('data', (data) => {
      said += data
      if (said.includes('\r\n\r\n')) resolve(said)
    })
    socket.on('close', () => resolve(said))
  })
  const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nA;B\r\n`
  const end = `\r\n--${boundary}--\r\n`
  socket.write(
    head('POST', '/api/uploads', {
      ...operator.headers,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(body.length + end.length),
    }) + body,
  )
  // Longer than a body may take elsewhere.
  await new Promise((resolve) => setTimeout(resolve, 700))
  socket.write(end)
  expect(await answered).toMatch(/^HTTP\/1\.1 201 /)
  socket.destroy()
})

test('headers that never end are given a minute by the server', () => {
  expect(api.server.server.headersTimeout).toBeGreaterThan(0)
  expect(api.server.server.headersTimeout).toBeLessThanOrEqual(60_000)
})
