import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** OpenSSH's own server on 127.0.0.1, for the user who runs the tests, with keys made for them. */
export interface OpenSsh {
  readonly port: number
  /** Starts OpenSSH's `sftp` with a batch of commands, one a line; its options first. */
  sftp(commands: readonly string[], options?: readonly string[]): ChildProcess
  /** The same, to its end; throws when it fails. */
  deliver(commands: readonly string[]): Promise<void>
  stop(): Promise<void>
}

const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd'].find(existsSync)

/** `folder` holds keys and configuration; nobody else may write to it or above it. */
export async function startOpenSsh(folder: string): Promise<OpenSsh> {
  const missing = ['sftp', 'ssh-keygen'].filter((name) => !isOnPath(name))
  if (sshd === undefined || missing.length > 0)
    throw new Error(
      `these tests need OpenSSH, and ${[...(sshd === undefined ? ['sshd'] : []), ...missing].join(', ')} cannot be found: apt-get install openssh-server openssh-client`,
    )
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700)
  const key = (name: string) => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)])
    return join(folder, name)
  }
  const host = key('host')
  const agent = key('agent')
  const port = await freePort()
  writeFileSync(
    join(folder, 'sshd_config'),
    `ListenAddress 127.0.0.1
Port ${port}
HostKey ${host}
AuthorizedKeysFile ${agent}.pub
PidFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
`,
  )
  // Root has to have this folder for what it lets go of its rights in; others do not use it.
  if (process.getuid!() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(sshd, ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', (data) => {
    said += data
  })
  await listening(port, server, () => said)

  const sftp = (commands: readonly string[], options: readonly string[] = []) => {
    const given = [
      '-q',
      '-b',
      '-',
      '-P',
      String(port),
      '-i',
      agent,
      ...['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'IdentitiesOnly=yes'].flatMap((one) => [
        '-o',
        one,
      ]),
      '-F',
      '/dev/null',
      ...options,
      `${userInfo().username}@127.0.0.1`,
    ]
    const client = spawn('sftp', given, { stdio: ['pipe', 'ignore', 'pipe'] })
    // One that is killed does not read to the end.
    client.stdin.on('error', () => {})
    client.stdin.end(`${commands.join('\n')}\n`)
    return client
  }
  return {
    port,
    sftp,
    async deliver(commands) {
      const client = sftp(commands)
      let words = ''
      client.stderr!.on('data', (data) => {
        words += data
      })
      const [code] = await once(client, 'exit')
      if (code !== 0) throw new Error(`sftp ended with ${code}: ${words}\n${said}`)
    },
    async stop() {
      if (server.exitCode !== null) return
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function listening(port: number, server: ChildProcess, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) throw new Error(`sshd ended with ${server.exitCode}: ${said()}`)
    const socket = connect(port, '127.0.0.1')
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (open) return
    await delay(25)
  }
  throw new Error(`sshd does not listen: ${said()}`)
}
