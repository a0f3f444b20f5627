import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until } from './test-engine.ts'

export const launcher = fileURLToPath(new URL('../../nocturne', import.meta.url))

/** A process of `./nocturne` that has ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface CommandProcess {
  readonly ended: Promise<Ended>
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  /** Resolves when it has said so, on either stream. */
  says(words: string): Promise<void>
  /** What it has written so far, on both streams. */
  output(): string
}

export interface CommandOptions {
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  /** Given on standard input, which then ends. */
  readonly input?: string
  readonly program?: string
}

/** Starts `./nocturne` with nothing of this process's environment but the path. */
export function startCommand(args: readonly string[], options: CommandOptions): CommandProcess {
  const child = spawn(options.program ?? launcher, args, {
    env: { PATH: process.env.PATH, ...options.environment },
    cwd: options.directory,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  // A process that ends without reading its input is its own affair.
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    output: () => out + err,
    says: (words) =>
      until(async () => {
        if (child.exitCode !== null && !(out + err).includes(words))
          throw new Error(`ended (${child.exitCode}) without saying ${words}:\n${out}\n${err}`)
        return (out + err).includes(words)
      }),
  }
}
