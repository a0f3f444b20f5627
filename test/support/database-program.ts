// A program that uses the embedded database: starts it on the data folder given as argument, says on
// standard output how that went (one line of JSON), and stops it when its standard input ends.

import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/server.ts'

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

try {
  const settings: Record<string, string> = process.env.TEST_DURABLE ? {} : { fsync: 'off' }
  const server = await startEmbeddedPostgres({ dataDirectory: process.argv[2]!, settings })
  say({ url: server.url, shared: server.shared })
  process.stdin.on('end', async () => {
    await server.stop()
    say({ stopped: true })
    process.exit(0)
  })
  process.stdin.resume()
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}
