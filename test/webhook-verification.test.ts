import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alertPayload, type WebhookPayload } from '../src/alerts/webhook/payload.ts'
import { sendWebhook } from '../src/alerts/webhook/send.ts'

const page = readFileSync(new URL('../docs/alerts.md', import.meta.url), 'utf8')
const example = /```js\n(.*?)```/s.exec(page)![1]!
const payload = /```json\n(.*?)```/s.exec(page)![1]!
const secret = 'un secret partagé, assez long'

type Verify = (headers: IncomingHttpHeaders, body: string, secret: string) => boolean

let folder: string
let isFromNocturne: Verify
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-example-'))
  const file = join(folder, 'verify.mjs')
  writeFileSync(file, example)
  ;({ isFromNocturne } = (await import(pathToFileURL(file).href)) as { isFromNocturne: Verify })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A real message as an HTTP server receives it. */
async function received(body: string): Promise<{ headers: IncomingHttpHeaders; body: string }> {
  const message = Promise.withResolvers<{ headers: IncomingHttpHeaders; body: string }>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.writeHead(204).end()
    message.resolve({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const nowSeconds = Math.floor(Date.now() / 1000)
  expect(await sendWebhook({ url, secret }, { id: 'one', body, nowSeconds })).toMatchObject({ ok: true })
  server.close()
  return await message.promise
}

test('the example of docs/alerts.md believes our messages and no others', async () => {
  const { headers, body } = await received(payload)
  expect(isFromNocturne(headers, body, secret)).toBe(true)
  expect(isFromNocturne(headers, body.replace('42', '43'), secret)).toBe(false)
  expect(isFromNocturne(headers, body, 'un autre secret')).toBe(false)
  const old = { ...headers, 'x-nocturne-timestamp': String(Number(headers['x-nocturne-timestamp']) - 301) }
  expect(isFromNocturne(old, body, secret)).toBe(false)
  expect(isFromNocturne({}, body, secret)).toBe(false)
})

test('the message that the page shows is a real one', () => {
  const shown = JSON.parse(payload) as WebhookPayload
  const real = alertPayload(
    shown.id,
    {
      kind: 'failed',
      batchCode: 'IMP_QUO',
      application: 'health',
      label: shown.label!,
      runId: 42,
      state: 'failed',
      nodeName: 'nocturne-1',
      at: Temporal.Instant.from('2026-03-29T03:00:15Z'),
      dueAt: Temporal.Instant.from('2026-03-29T03:00:00Z'),
      facts: {},
    },
    0,
    { publicUrl: 'https://nocturne.example.org', timeZone: 'Europe/Paris' },
  )
  expect(shown).toEqual(real)
})
