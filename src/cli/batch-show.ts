import type { Command } from 'commander'
import { defaultTimeoutMinutes } from '../batch/catalogue.ts'
import { checkParameters } from '../batch/merged-parameters.ts'
import { batchJson, batchLabel, findBatch, planText, previousStart } from './batch-record.ts'
import type { Cli } from './cli.ts'
import { dueInstants } from './due-instants.ts'
import { exitCodes } from './exit-codes.ts'
import { moment, runLine } from './moment.ts'
import { sheet } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `batch show CODE`: what it does, its plan, its next due instants, its last run. */
export function addBatchShow(group: Command, cli: Cli): void {
  group
    .command('show <CODE>')
    .description(cli.say(texts.description))
    .action(
      cli.action(async (code: string) => {
        await withInstallation(cli, async (installation) => {
          const batch = await findBatch(installation, code)
          const definition = installation.catalogue.get(code)?.batch
          const zone = batch.timeZone
          const now = await installation.now()
          const next = batch.planned
            ? dueInstants(batch.schedule, now, zone, 3, previousStart(batch))
            : { instants: [], local: [] }
          const checked = definition === undefined ? null : checkParameters(definition, batch.parameters)
          const parameters = checked?.ok === true ? checked.parameters : batch.parameters
          if (cli.json)
            return cli.printJson({
              ...batchJson(batch, installation, cli, now),
              description: definition === undefined ? null : cli.say(definition.description),
              timeoutMinutes: definition?.timeoutMinutes ?? defaultTimeoutMinutes,
              resources: definition?.resources ?? [],
              dangerous: definition?.danger !== undefined,
              effectiveParameters: parameters,
              next,
            })
          const yes = (value: boolean) => cli.say(value ? texts.yes : texts.no)
          const run = (id: number | null) => (id === null ? cli.say(texts.no) : String(id))
          const { catchUp } = batch
          cli.print(
            sheet([
              [cli.say(texts.code), code],
              [cli.say(texts.label), batchLabel(batch, installation, cli)],
              [cli.say(texts.what), definition === undefined ? '' : cli.say(definition.description)],
              [cli.say(texts.application), batch.application],
              [cli.say(texts.enabled), yes(batch.enabled)],
              [cli.say(texts.requested), yes(batch.requested)],
              [cli.say(texts.schedule), planText(batch, cli, now)],
              [cli.say(texts.next), next.instants.map((instant) => moment(instant, zone)).join(', ')],
              [
                cli.say(texts.catchUp),
                catchUp.policy === 'skip' ? yes(false) : `${catchUp.withinMinutes} min`,
              ],
              [cli.say(texts.timeout), `${definition?.timeoutMinutes ?? defaultTimeoutMinutes} min`],
              [cli.say(texts.resources), (definition?.resources ?? []).join(', ')],
              [cli.say(texts.parameters), JSON.stringify(parameters)],
              [cli.say(texts.last), runLine(batch.lastRun, cli.locale, zone)],
              [cli.say(texts.waiting), run(batch.waitingRun)],
              [cli.say(texts.running), run(batch.runningRun)],
              [
                cli.say(texts.changed),
                `${moment(batch.changedAt, zone)} - ${batch.changedBy} (v${batch.version})`,
              ],
            ]),
          )
        })
        return exitCodes.done
      }),
    )
}

const texts = {
  description: { fr: 'montre un batch et son plan', en: 'show a batch and its plan' },
  code: { fr: 'Code', en: 'Code' },
  label: { fr: 'Libellé', en: 'Label' },
  what: { fr: 'Description', en: 'Description' },
  application: { fr: 'Application', en: 'Application' },
  enabled: { fr: 'En service', en: 'In service' },
  requested: { fr: 'Lancement immédiat', en: 'Immediate launch' },
  schedule: { fr: 'Programmation', en: 'Schedule' },
  next: { fr: 'Prochaines échéances', en: 'Next due' },
  catchUp: { fr: 'Rattrapage', en: 'Catch-up' },
  timeout: { fr: 'Durée maximale', en: 'Time limit' },
  resources: { fr: 'Ressources', en: 'Resources' },
  parameters: { fr: 'Paramètres', en: 'Parameters' },
  last: { fr: 'Dernière exécution', en: 'Last run' },
  waiting: { fr: 'Exécution en attente', en: 'Run waiting' },
  running: { fr: 'Exécution en cours', en: 'Run under way' },
  changed: { fr: 'Modifié', en: 'Changed' },
  yes: { fr: 'oui', en: 'yes' },
  no: { fr: 'non', en: 'no' },
}
