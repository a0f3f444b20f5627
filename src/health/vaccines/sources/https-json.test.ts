import type { RequestListener } from 'node:http'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpsServer, startHttpsServer } from '../../../../test/support/https-server.ts'
import { type Clock, systemClock } from '../../../platform/clock.ts'
import { httpsJsonSource } from './https-json.ts'
import { describeVaccineSource } from './suite.ts'

let server: HttpsServer
let answer: RequestListener
let asked: { readonly url: string; readonly authorization: string | undefined }[] = []
beforeAll(async () => {
  server = await startHttpsServer((request, response) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization })
    answer(request, response)
  })
})
afterAll(() => server.close())

/** Waits are written down and over at once. */
let waits: number[] = []
const quick: Clock = {
  now: () => systemClock().now(),
  at(instant, action) {
    waits.push(Math.round(Temporal.Now.instant().until(instant).total('seconds')))
    const timer = setTimeout(action, 0)
    return () => clearTimeout(timer)
  },
}

function source(more: Partial<Parameters<typeof httpsJsonSource>[0]> = {}) {
  asked = []
  waits = []
  const url = `${server.address}/vaccins?pays=FR`
  return httpsJsonSource({ url, credential: 'jeton', pageSize: 2, clock: quick, ca: server.ca, ...more })
}

const signal = new AbortController().signal
const failureOf = async (list: Promise<unknown>): Promise<string> =>
  await list.then(
    () => 'none',
    (error: Error) => error.message,
  )

describeVaccineSource(async (json) => {
  answer = (_, response) => response.end(json)
  return source()
})

test('it asks for pages of the size that is set, with the credential, and goes on where the source says', async () => {
  answer = (request, response) =>
    response.end(
      request.url!.includes('cursor')
        ? '{"vaccines": [{"id": 2, "name": "B"}]}'
        : '{"vaccines": [{"id": 1, "name": "A"}], "next": "p/2"}',
    )
  const one = source()
  expect(await one.list(null, signal)).toMatchObject({ next: 'p/2' })
  expect(await one.list('p/2', signal)).toMatchObject({ next: null })
  expect(asked).toEqual([
    { url: '/vaccins?pays=FR&page_size=2', authorization: 'Bearer jeton' },
    { url: '/vaccins?pays=FR&page_size=2&cursor=p%2F2', authorization: 'Bearer jeton' },
  ])
})

test('what may pass is tried three times with growing waits, then told', async () => {
  let failures = 2
  answer = (_, response) => {
    response.statusCode = failures-- > 0 ? 503 : 200
    response.end('[{"id": 1, "name": "A"}]')
  }
  expect((await source().list(null, signal)).vaccines).toHaveLength(1)
  expect(waits).toEqual([2, 4])
  failures = 9
  expect(await failureOf(source().list(null, signal))).toContain('répond 503')
  expect(asked).toHaveLength(3)
})

test('a redirection, a refused token and a wrong address are told at once, and not followed', async () => {
  answer = (_, response) => response.writeHead(302, { location: '/ailleurs' }).end()
  expect(await failureOf(source().list(null, signal))).toContain("donnez l'adresse définitive")
  answer = (_, response) => response.writeHead(401).end()
  expect(await failureOf(source().list(null, signal))).toContain('vérifiez le jeton')
  expect(asked).toHaveLength(1)
})

test('an answer of more than 20 MB is given up on the way', async () => {
  answer = (_, response) => {
    response.write('[')
    const more = () => {
      while (response.write(Buffer.alloc(1_000_000, ' ')));
      response.once('drain', more)
    }
    more()
  }
  expect(await failureOf(source().list(null, signal))).toContain('20 Mo')
  expect(asked).toHaveLength(1)
})

test('a list whose pages together are too large is given up', async () => {
  let id = 0
  answer = (_, response) => {
    response.end(`{"vaccines": [{"id": ${++id}, "name": "A"}], "next": "${id}"}`)
  }
  const one = source({ largestList: 120 })
  expect((await one.list(null, signal)).next).toBe('1')
  expect((await one.list('1', signal)).next).toBe('2')
  expect(await failureOf(one.list('2', signal))).toContain('100 Mo')
})

test('a certificate that nobody vouches for, or that has expired, ends it before anything is sent', async () => {
  answer = (_, response) => response.end('[]')
  const { ca: _ca, ...untrusting } = { ca: server.ca, url: server.address }
  const options = { ...untrusting, credential: 'jeton', pageSize: 2, clock: quick }
  asked = []
  expect(await failureOf(httpsJsonSource(options).list(null, signal))).toMatch(/SELF_SIGNED|UNABLE/)
  expect(asked).toEqual([])
  const past = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000)
  const expired = await startHttpsServer(answer, { notBefore: past(9), notAfter: past(1) })
  const list = httpsJsonSource({ ...options, url: expired.address, ca: expired.ca }).list(null, signal)
  expect(await failureOf(list)).toContain('CERT_HAS_EXPIRED')
  await expired.close()
})

test('a source that does not answer in time is given up; a cancellation ends the wait at once', async () => {
  answer = () => {}
  expect(await failureOf(source({ timeoutMs: 50 }).list(null, signal))).toContain("n'a pas répondu")
  expect(asked).toHaveLength(3)
  const controller = new AbortController()
  answer = () => controller.abort(new Error('cancelled'))
  expect(await failureOf(source().list(null, controller.signal))).toBe('cancelled')
})
