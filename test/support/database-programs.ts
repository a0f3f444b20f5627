import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** What `database-program.ts` says when it has the database. */
export interface Started {
  readonly url: string
  readonly shared: boolean
}

/** A real process that uses the embedded database. */
export interface DatabaseProgram {
  readonly child: ChildProcess
  /** Rejects with the message that the program gave. */
  readonly started: Promise<Started>
  /** Stops it in good order. */
  stop(): Promise<void>
  /** `kill -9`; waits until it is gone. */
  kill(): Promise<void>
}

export const projectDirectory = fileURLToPath(new URL('../../', import.meta.url))

/** Runs the program on `dataDirectory`, from a copy of the project and as another user if told. */
export function runDatabaseProgram(
  dataDirectory: string,
  options: {
    project?: string
    node?: string
    user?: { uid: number; gid: number }
    durable?: boolean
  } = {},
): DatabaseProgram {
  const script = join(options.project ?? projectDirectory, 'test/support/database-program.ts')
  const flags = ['--disable-warning=ExperimentalWarning']
  const child = spawn(options.node ?? process.execPath, [...flags, script, dataDirectory], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    // Its own group, so that a kill reaches what it runs in the foreground, such as initdb.
    detached: true,
    env: { PATH: process.env.PATH, ...(options.durable && { TEST_DURABLE: '1' }) },
    ...options.user,
  })
  const exited = once(child, 'exit')
  const messages = createInterface({ input: child.stdout })
  const started = (async () => {
    const [line] = await Promise.race([once(messages, 'line'), exited.then(() => [])])
    if (line === undefined) throw new Error('the program ended without a word')
    const message = JSON.parse(line) as Started & { error?: string }
    if (message.error !== undefined) throw new Error(message.error)
    return message
  })()
  // A test that kills the program before it has started is not interested in the outcome.
  started.catch(() => {})
  return {
    child,
    started,
    async stop() {
      child.stdin.end()
      const [status] = await exited
      if (status !== 0) throw new Error(`the program ended with status ${status}`)
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
      await exited
    },
  }
}

/** Runs one statement on its own connection. */
export async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
