import { describeDetail } from '../batch/detail-words.ts'
import type { RunRecord } from '../batch/run-record.ts'
import type { Installation } from '../installation.ts'
import type { Cli } from './cli.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { runLine } from './moment.ts'
import { reasonText, runJson } from './run-record.ts'

/** Prints how a run that was waited for ended; its state is the exit code. */
export function endOfRun(cli: Cli, installation: Installation, run: RunRecord): ExitCode {
  const zone = installation.place.timeZone
  if (cli.json) cli.printJson(runJson(run, cli, zone))
  else {
    cli.print(`${run.batchCode} ${run.id} : ${runLine(run, cli.locale, zone)}`)
    if (run.detail !== null && Object.keys(run.detail).length > 0)
      cli.print(describeDetail(run.detail, cli.locale))
    const why = run.error ?? reasonText(run, cli, zone)
    if (why !== null) cli.note(why)
  }
  return exitOfRun(run)
}

export function exitOfRun(run: RunRecord): ExitCode {
  switch (run.state) {
    case 'finished':
      return run.detail?.state === 'held' ? exitCodes.held : exitCodes.done
    case 'failed':
      return run.detail?.state === 'refused' ? exitCodes.fileRefused : exitCodes.failure
    case 'skipped':
      return exitCodes.refused
    default:
      return exitCodes.interrupted
  }
}
