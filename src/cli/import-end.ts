import { readRunFiles } from '../batch/read-run.ts'
import type { RunRecord } from '../batch/run-record.ts'
import { findExchangeOfRun } from '../exchange/exchange-record.ts'
import type { Installation } from '../installation.ts'
import type { Cli } from './cli.ts'
import { exchangeJson, exchangeText } from './exchange-report.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { runLine } from './moment.ts'
import { endOfRun, exitOfRun } from './run-end.ts'

/** Prints what became of the file that a run took in; its state is the exit code. */
export async function endOfImport(cli: Cli, installation: Installation, run: RunRecord): Promise<ExitCode> {
  const { pool } = installation.database
  const exchange = await findExchangeOfRun(pool, run.id)
  // It failed before it looked at the file: there is nothing but the run to tell of.
  if (exchange === null) return endOfRun(cli, installation, run)
  const files = (await readRunFiles(pool, run.id)).map((file) => file.path)
  if (cli.json) cli.printJson({ ...exchangeJson(exchange), run: run.id, error: run.error, files })
  // Cut short, it has applied nothing: counts would tell a story that has not happened.
  else if (exchange.state === 'processing' || exchange.state === 'failed') endOfRun(cli, installation, run)
  else {
    cli.print(exchangeText(exchange, cli))
    for (const path of files) cli.print(path)
    cli.print(runLine(run, cli.locale, installation.place.timeZone))
    if (exchange.state === 'held')
      cli.note(`${cli.say(texts.decide)} ./nocturne run approve ${run.id} | ./nocturne run discard ${run.id}`)
  }
  if (exchange.state === 'held') return exitCodes.held
  if (exchange.state === 'refused') return exitCodes.fileRefused
  return exitOfRun(run)
}

const texts = {
  decide: { fr: 'Pour décider :', en: 'To decide:' },
}
