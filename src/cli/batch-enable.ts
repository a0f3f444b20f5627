import type { Command } from 'commander'
import { setEnabled } from '../batch/set-enabled.ts'
import { standingClock } from '../platform/clock.ts'
import { author, type Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { refusedByEngine } from './failure.ts'
import { moment } from './moment.ts'
import { withInstallation } from './with-installation.ts'

/** `batch enable CODE` and `batch disable CODE`: « En service ». */
export function addBatchEnable(group: Command, cli: Cli): void {
  for (const enabled of [true, false])
    group
      .command(`${enabled ? 'enable' : 'disable'} <CODE>`)
      .description(cli.say(enabled ? texts.enable : texts.disable))
      .action(
        cli.action(async (code: string) => {
          await withInstallation(cli, async (installation) => {
            const { place } = installation
            const clock = standingClock(await installation.now())
            const outcome = await setEnabled({ ...installation, clock }, code, enabled, author())
            if (!outcome.ok) throw refusedByEngine(outcome.refusal)
            const { changed, version, nextDueAt, cancelledRuns } = outcome
            if (cli.json) return cli.printJson({ code, enabled, changed, version, nextDueAt, cancelledRuns })
            cli.print(`${code} : ${cli.say(words(enabled, changed))}`)
            if (nextDueAt !== null) cli.print(`${cli.say(texts.next)} ${moment(nextDueAt, place.timeZone)}`)
            for (const run of cancelledRuns) cli.print(`${cli.say(texts.cancelled)} ${run}`)
          })
          return exitCodes.done
        }),
      )
}

function words(enabled: boolean, changed: boolean) {
  if (enabled) return changed ? texts.enabled : texts.alreadyEnabled
  return changed ? texts.disabled : texts.alreadyDisabled
}

const texts = {
  enable: {
    fr: "met un batch en service (rien de manqué n'est rattrapé)",
    en: 'put a batch in service (nothing missed is made up for)',
  },
  disable: {
    fr: 'met un batch hors service ; ce qui attendait est annulé, ce qui est en cours se termine',
    en: 'put a batch out of service; what waited is cancelled, what is under way completes',
  },
  enabled: { fr: 'en service', en: 'in service' },
  disabled: { fr: 'hors service', en: 'out of service' },
  alreadyEnabled: { fr: 'déjà en service', en: 'in service already' },
  alreadyDisabled: { fr: 'déjà hors service', en: 'out of service already' },
  next: { fr: 'Prochaine échéance :', en: 'Next due:' },
  cancelled: { fr: 'Exécution annulée :', en: 'Cancelled run:' },
}
