import { join } from 'node:path'
import type { RunRecord } from '../batch/run-record.ts'
import type { CommandFileDigest } from '../exchange/command-file/file-digest.ts'
import { type ExchangeRecord, findExchangesOfRun } from '../exchange/exchange-record.ts'
import type { Installation } from '../installation.ts'
import { learningFilesFolder } from '../learning/files/learning-files.ts'
import type { Cli } from './cli.ts'
import { exchangeJson, exchangeText } from './exchange-report.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { runLine } from './moment.ts'
import { endOfRun, exitOfRun } from './run-end.ts'

/** Prints what became of the command files that a run took in; the worst of it is the exit code. */
export async function endOfSync(cli: Cli, installation: Installation, run: RunRecord): Promise<ExitCode> {
  const exchanges = await findExchangesOfRun(installation.database.pool, run.id)
  // It failed before it looked at a file: there is nothing but the run to tell of.
  if (exchanges.length === 0) return endOfRun(cli, installation, run)
  const folder = learningFilesFolder(installation.place.dataDirectory)
  if (cli.json)
    cli.printJson({
      run: run.id,
      runState: run.state,
      error: run.error,
      ...run.detail,
      exchanges: exchanges.map((exchange) => ({
        operation: exchange.tool,
        ...exchangeJson(exchange),
        outputs: Object.fromEntries(outputsOf(exchange, folder)),
      })),
    })
  else {
    for (const exchange of exchanges) {
      cli.print(exchangeText(exchange, cli))
      for (const [, path] of outputsOf(exchange, folder)) if (path !== null) cli.print(path)
      cli.print('')
    }
    cli.print(runLine(run, cli.locale, installation.place.timeZone))
    const told = exchanges.some(({ state }) => state === 'refused')
    if (run.error !== null && !told) cli.note(run.error)
    if (exchanges.some(({ state }) => state === 'held'))
      cli.note(`${cli.say(texts.decide)} ./nocturne run approve ${run.id} | ./nocturne run discard ${run.id}`)
  }
  return exitOfSync(run, exchanges)
}

/** An interruption and a refusal say more than what became of lines. */
function exitOfSync(run: RunRecord, exchanges: readonly ExchangeRecord[]): ExitCode {
  const exit = exitOfRun(run)
  if (exit === exitCodes.interrupted) return exit
  if (exchanges.some(({ state }) => state === 'refused')) return exitCodes.fileRefused
  if (exit !== exitCodes.done) return exit
  return exchanges.some(({ rejected }) => rejected > 0) ? exitCodes.linesRejected : exit
}

function outputsOf(exchange: ExchangeRecord, folder: string): (readonly [string, string | null])[] {
  const outputs = (exchange.report as Partial<CommandFileDigest>).outputs
  if (outputs === undefined) return []
  const path = (shelf: string, name: string | null) => (name === null ? null : join(folder, shelf, name))
  return [
    ['report', path('reports', outputs.report)],
    ['retry', path('retries', outputs.retry)],
    ['archive', path('archives', outputs.archive)],
    ['journal', path('journals', outputs.journal)],
  ]
}

const texts = {
  decide: { fr: 'Pour décider :', en: 'To decide:' },
}
