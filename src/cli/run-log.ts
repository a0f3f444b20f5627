import type { Command } from 'commander'
import { isFinal } from '../batch/run-state.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { followRun } from './follow-run.ts'
import { findRun } from './found-run.ts'
import { runLine } from './moment.ts'
import { runLineText } from './run-line-text.ts'
import { withInstallation } from './with-installation.ts'

/** `run log ID`: what a run said. With `--json` one line of JSON for each, so that a follower can be piped. */
export function addRunLog(group: Command, cli: Cli): void {
  group
    .command('log <ID>')
    .description(cli.say(texts.description))
    .option('--follow', cli.say(texts.follow))
    .action(
      cli.action(async (id: string, { follow }: { follow?: boolean }) => {
        return await withInstallation(cli, async (installation) => {
          const { database, place } = installation
          const found = await findRun(installation, id)
          // Without --follow, what is there now is all: one look.
          const leaving = new AbortController()
          if (follow !== true) leaving.abort()
          const forget = cli.signals.handle(() => leaving.abort())
          try {
            const run = await followRun(
              database,
              found.id,
              {
                onLine: (line) =>
                  cli.print(cli.json ? JSON.stringify(line) : runLineText(line, place.timeZone)),
              },
              leaving.signal,
            )
            if (run === null) return exitCodes.notFound
            if (!cli.json) cli.note(runLine(run, cli.locale, place.timeZone))
            return follow === true && !isFinal(run.state) ? exitCodes.interrupted : exitCodes.done
          } finally {
            forget()
          }
        })
      }),
    )
}

const texts = {
  description: {
    fr: "journal d'une exécution (--json : une ligne JSON par ligne du journal)",
    en: 'log of a run (--json: one line of JSON for each line of the log)',
  },
  follow: { fr: "suit l'exécution jusqu'à sa fin", en: 'follow the run until it ends' },
}
