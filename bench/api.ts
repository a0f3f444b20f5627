import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { openSession } from '../src/platform/accounts/session-store.ts'
import { type Database, openDatabase } from '../src/platform/database.ts'
import { type ApiChild, startApiChild } from './support/api-child.ts'
import { withBenchServer } from './support/bench-server.ts'
import { fillRuns } from './support/fill-runs.ts'
import { percentile } from './support/percentile.ts'

const warmUps = 50

/**
 * The API from a second process, as a signed-in browser meets it (HTTP keep-alive, a session cookie looked up at each
 * request): the list of 60 batches, a history page (the first one and one far back), and a launch from its request to
 * the start of the work; then how many history pages a second 8 clients get.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: { runs: { type: 'string', default: '1000000' }, requests: { type: 'string', default: '500' } },
  })
  const runs = Number(values.runs)
  const requests = Number(values.requests)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url, { max: 2 })
    await fillRuns(database.pool, runs)
    const server = await startApiChild(url)
    const client = await signIn(database, server)
    try {
      const list = await timed(requests, () => client.ask('GET', '/api/batches'))
      const pages = [
        '/api/runs?batch=B0&size=50',
        `/api/runs?batch=B0&size=50&before=${Math.floor(runs / 2)}`,
      ]
      const history = await timed(requests, (n) => client.ask('GET', pages[n % 2]!))
      const launches = await timeLaunches(requests, client, server)
      const requestsPerSecond = await throughput(client, pages[0]!)
      return {
        runs,
        batchListP50Ms: percentile(list, 0.5),
        batchListP99Ms: percentile(list, 0.99),
        historyP50Ms: percentile(history, 0.5),
        historyP99Ms: percentile(history, 0.99),
        launchP50Ms: percentile(launches, 0.5),
        launchP99Ms: percentile(launches, 0.99),
        requestsPerSecond,
      }
    } finally {
      client.close()
      await server.stop()
      await database.close()
    }
  })
}

interface Client {
  /** The JSON of the answer; throws on a status that is no success. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>
  close(): void
}

async function signIn({ pool }: Database, { port }: ApiChild): Promise<Client> {
  const now = Temporal.Now.instant()
  const { rows } = await pool.query<{ id: number }>(
    `insert into account (login, name, administrator, created_at, created_by)
     values ('bench', 'Bench', true, $1, 'bench') returning id`,
    [now.toString()],
  )
  const { cookieValue, csrfToken } = await openSession(pool, {
    accountId: rows[0]!.id,
    method: 'local',
    address: '127.0.0.1',
    userAgent: 'bench',
    now,
  })
  const agent = new Agent({ keepAlive: true })
  const headers = { cookie: `nocturne_session=${cookieValue}`, 'x-csrf-token': csrfToken }
  return {
    ask: (method, path, body) =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? '' : JSON.stringify(body)
        const sent = request(
          {
            agent,
            host: '127.0.0.1',
            port,
            method,
            path,
            headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          },
          (answer) => {
            const chunks: Buffer[] = []
            answer.on('data', (chunk: Buffer) => chunks.push(chunk))
            answer.on('end', () => {
              const text = Buffer.concat(chunks).toString()
              if (answer.statusCode! < 300) resolve(JSON.parse(text))
              else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
            })
          },
        )
        sent.on('error', reject)
        sent.end(payload)
      }),
    close: () => agent.destroy(),
  }
}

/** Milliseconds of each, one after the other; the first ones, which pay for plans and compiled code, are left out. */
async function timed(count: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  for (let n = -warmUps; n < count; n += 1) {
    const start = performance.now()
    await work(n + warmUps)
    if (n >= 0) samples.push(performance.now() - start)
  }
  return samples
}

async function timeLaunches(count: number, client: Client, server: ApiChild): Promise<number[]> {
  const samples: number[] = []
  for (let n = -warmUps; n < count; n += 1) {
    const askedMs = performance.timeOrigin + performance.now()
    // Each its own batch in turn: the one launched before may still be ending.
    const { runId } = (await client.ask('POST', `/api/batches/B${(n + warmUps) % 60}/runs`, {})) as {
      runId: number
    }
    const startedMs = await server.started(runId)
    if (n >= 0) samples.push(startedMs - askedMs)
  }
  return samples
}

const clients = 8
const throughputMs = 5_000

async function throughput(client: Client, path: string): Promise<number> {
  const until = performance.now() + throughputMs
  let answered = 0
  const one = async () => {
    while (performance.now() < until) {
      await client.ask('GET', path)
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
  return Math.round((answered / throughputMs) * 1000)
}
