import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from './cli/command-line.ts'
import { chooseLocale } from './cli/locale.ts'
import { listenToSignals } from './cli/signals.ts'
import { readConfiguration } from './platform/configuration.ts'

// The process: arguments, environment, streams, signals and exit code. Nothing else touches them.

const project = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(`${project}/package.json`, 'utf8')) as { version: string }
const argv = process.argv.slice(2)

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read the output has enough of it: `./nocturne batch history | head`.
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })

process.exitCode = await runCommandLine(argv, {
  locale: chooseLocale(argv, process.env),
  version,
  workingDirectory: process.cwd(),
  input: process.stdin,
  output: process.stdout,
  errorStream: process.stderr,
  errorIsTerminal: process.stderr.isTTY === true,
  configuration: () => readConfiguration(process.env, project),
  signals: listenToSignals((code) => process.exit(code)),
})
// What was written must have left, also through a slow pipe; whatever else lingers has nothing more to do.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((resolve) => stream.write('', () => resolve()))
process.exit()
