import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readRunFiles } from '../batch/read-run.ts'
import type { RunRecord } from '../batch/run-record.ts'
import { findExchangeOfRun } from '../exchange/exchange-record.ts'
import { type Installation, openInstallation } from '../installation.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/server.ts'
import { startProgram } from '../program.ts'
import type { Cli } from './cli.ts'
import { demoConnections } from './demo/admissions.ts'
import { demoKeys, demoKeysFile } from './demo/demo-keys.ts'
import { playDemo } from './demo/prepare.ts'
import { exchangeJson, exchangeText } from './exchange-report.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { followRun } from './follow-run.ts'
import { runLine } from './moment.ts'
import { progressDisplay } from './progress-display.ts'
import { quietLog } from './quiet-log.ts'
import { runJson } from './run-record.ts'
import { httpAddress, welcome } from './welcome.ts'

/**
 * `demo`: a university with a month behind it, in an embedded database of its own, and the night import of a file with
 * every kind of fault. It never touches real data: neither DATABASE_URL nor the data folder itself is used.
 */
export function addDemo(root: Command, cli: Cli): void {
  root
    .command('demo')
    .description(cli.say(texts.description))
    .option('--once', cli.say(texts.once))
    .action(
      cli.action(async ({ once }: { once?: boolean }) => {
        const configured = cli.configuration()
        const dataDirectory = join(configured.dataDirectory, 'demo')
        const ownKeys = configured.encryptionKeys.length === 0
        const server = await startEmbeddedPostgres({ dataDirectory })
        const installation = await openInstallation({
          ...configured,
          ...demoConnections(dataDirectory, server.url),
          pegaseUrl: null,
          limesurveyUrl: null,
          ldapUrl: null,
          candidateFiles: null,
          opiFiles: null,
          encryptionKeys: ownKeys ? await demoKeys(dataDirectory) : configured.encryptionKeys,
          databaseUrl: null,
          smtpUrl: null,
          dataDirectory,
        })
        try {
          return await play(cli, installation, { once: once === true, ownKeys })
        } finally {
          await installation.stop()
          await server.stop()
        }
      }),
    )
}

interface Playing {
  readonly once: boolean
  /** The keys are those of the demonstration, in a file of its own. */
  readonly ownKeys: boolean
}

async function play(cli: Cli, installation: Installation, { once, ownKeys }: Playing): Promise<ExitCode> {
  const told = Promise.withResolvers<null>()
  const forget = cli.signals.handle(() => told.resolve(null))
  const program = await startProgram(installation, {
    scheduler: !once,
    runner: true,
    nodeName: hostname(),
    version: cli.version,
    log: quietLog(cli, installation.configuration),
    http: once ? null : httpAddress(installation.configuration),
  })
  try {
    const playing = playDemo({
      installation,
      program,
      say: (text) => cli.note(`• ${cli.say(text)}`),
      follow: (runId) => follow(cli, installation, runId),
    })
    // Told to stop in the middle, its end does not matter any more.
    playing.catch(() => {})
    const run = await Promise.race([playing, told.promise])
    if (run === null) return exitCodes.interrupted
    await report(cli, installation, run)
    if (run.state !== 'finished') return exitCodes.failure
    if (once) return exitCodes.done
    cli.note(`\n${cli.say(texts.running)}`)
    if (program.http !== null) await welcome(cli, installation, program.http)
    cli.note(cli.say(texts.lookAround))
    cli.note(`  ${environment(installation.place.dataDirectory, ownKeys)} ./nocturne batch list`)
    await told.promise
    return exitCodes.done
  } finally {
    forget()
    await program.stop()
  }
}

/** What other commands need to be told to find the same data, and to read it. */
function environment(dataDirectory: string, ownKeys: boolean): string {
  const keys = ownKeys ? ` NOCTURNE_ENCRYPTION_KEYS_FILE='${demoKeysFile(dataDirectory)}'` : ''
  return `NOCTURNE_DATA_DIR='${dataDirectory}'${keys} NOCTURNE_DEMO=true NOCTURNE_SIS_KIND=A`
}

async function follow(cli: Cli, { database }: Installation, runId: number): Promise<RunRecord> {
  const display = progressDisplay(cli)
  try {
    const run = await followRun(database, runId, {
      onLine() {},
      onState({ progress }) {
        if (progress !== null) display.show(progress)
      },
    })
    return run!
  } finally {
    display.stop()
  }
}

async function report(cli: Cli, { database, place }: Installation, run: RunRecord): Promise<void> {
  const exchange = await findExchangeOfRun(database.pool, run.id)
  const files = (await readRunFiles(database.pool, run.id)).map((file) => file.path)
  if (cli.json)
    return cli.printJson({
      ...(exchange === null ? {} : exchangeJson(exchange)),
      run: runJson(run, cli, place.timeZone),
      files,
    })
  cli.print('')
  if (exchange !== null) cli.print(exchangeText(exchange, cli))
  cli.print(`\n${files.join('\n')}`)
  cli.print(`\nIMP_QUO : ${runLine(run, cli.locale, place.timeZone)}`)
  if (run.error !== null) cli.print(run.error)
}

const texts = {
  description: {
    fr: "démonstration : données fictives, un mois d'historique, un import plein de défauts (Ctrl-C arrête)",
    en: 'demonstration: fictional data, a month of history, an import full of faults (Ctrl-C stops)',
  },
  once: { fr: "s'arrête après le rapport", en: 'end after the report' },
  running: {
    fr: 'La démonstration est en marche. Ctrl-C pour arrêter.',
    en: 'The demonstration is running. Ctrl-C to stop.',
  },
  lookAround: { fr: 'Pour la regarder, dans un autre terminal :', en: 'To look at it, in another terminal:' },
}
