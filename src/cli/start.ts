import { hostname } from 'node:os'
import type { Command } from 'commander'
import { type Installation, openInstallation } from '../installation.ts'
import { openLog } from '../platform/logging.ts'
import { startProgram } from '../program.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { httpAddress, welcome } from './welcome.ts'

/** What was missed is caught up once the machine has settled, not in the rush of its start (admissions.md 2.8, C18). */
const settlingMs = 30_000

/** `start`: everything in one process. `worker`: one more node, which runs what waits but launches nothing itself. */
export function addStart(root: Command, cli: Cli): void {
  root
    .command('start')
    .description(cli.say(texts.start))
    .action(cli.action(() => serve(cli, { scheduler: true, http: true })))
  root
    .command('worker')
    .description(cli.say(texts.worker))
    .option('--http', cli.say(texts.http))
    .action(
      cli.action(({ http }: { http?: boolean }) => serve(cli, { scheduler: false, http: http === true })),
    )
}

interface Duties {
  readonly scheduler: boolean
  /** Serves the back-office and the API, unless the configuration says that there is none. */
  readonly http: boolean
}

async function serve(cli: Cli, duties: Duties): Promise<typeof exitCodes.done> {
  const configuration = cli.configuration()
  const installation = await openInstallation(configuration)
  await serveUntilStopped(cli, installation, duties)
  return exitCodes.done
}

/**
 * Runs the program until it is told to stop: SIGINT or SIGTERM ends it in order (runs are told to stop, the node signs
 * off, the database last); a second signal ends the process at once.
 */
export async function serveUntilStopped(
  cli: Cli,
  installation: Installation,
  { scheduler, http }: Duties,
): Promise<void> {
  const log = openLog(installation.configuration.logLevel, cli.errorStream)
  const stopped = Promise.withResolvers<string>()
  const forget = cli.signals.handle((signal) => stopped.resolve(signal))
  try {
    const program = await startProgram(installation, {
      scheduler,
      runner: true,
      nodeName: hostname(),
      version: cli.version,
      log,
      startDelayMs: settlingMs,
      http: http ? httpAddress(installation.configuration) : null,
    })
    const { server, migrated } = installation
    log.info('started', {
      node: program.engine.nodeId,
      version: cli.version,
      database: server,
      migrations: migrated.length,
      batches: installation.catalogue.size,
      scheduler,
      http: program.http?.url ?? null,
    })
    cli.print(`${cli.say(texts.started)} (${cli.say(serverWords[server])}). ${cli.say(texts.howToStop)}`)
    if (program.http !== null) await welcome(cli, installation, program.http)
    const signal = await stopped.promise
    log.info('stopping', { signal, running: program.engine.running() })
    await program.stop()
    log.info('stopped')
    cli.print(cli.say(texts.stopped))
  } finally {
    forget()
    await installation.stop()
  }
}

const texts = {
  start: {
    fr: 'démarre tout : base embarquée, programmation, exécution (Ctrl-C arrête)',
    en: 'start everything: embedded database, scheduler, runner (Ctrl-C stops)',
  },
  worker: {
    fr: 'démarre un nœud de plus : exécute ce qui attend, ne programme rien',
    en: 'start one more node: runs what waits, schedules nothing',
  },
  http: {
    fr: 'sert aussi le back-office et l’API (NOCTURNE_HTTP_PORT)',
    en: 'serve the back-office and the API too (NOCTURNE_HTTP_PORT)',
  },
  started: { fr: 'Nocturne est en marche', en: 'Nocturne is running' },
  howToStop: { fr: 'Ctrl-C pour arrêter', en: 'Ctrl-C to stop' },
  stopped: { fr: 'Nocturne est arrêté', en: 'Nocturne has stopped' },
}

const serverWords = {
  external: { fr: 'base externe', en: 'external database' },
  started: { fr: 'base embarquée', en: 'embedded database' },
  joined: { fr: 'base embarquée déjà en marche', en: 'embedded database, already running' },
}
