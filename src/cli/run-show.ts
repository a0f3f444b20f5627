import type { Command } from 'commander'
import { describeDetail } from '../batch/detail-words.ts'
import { type RunFile, readRunFiles } from '../batch/read-run.ts'
import type { RunRecord } from '../batch/run-record.ts'
import { isFinal } from '../batch/run-state.ts'
import { findExchangeOfRun } from '../exchange/exchange-record.ts'
import type { Cli } from './cli.ts'
import { exchangeJson, exchangeText } from './exchange-report.ts'
import { exitCodes } from './exit-codes.ts'
import { findRun } from './found-run.ts'
import { moment, runLine } from './moment.ts'
import { reasonText, runJson, triggerWords } from './run-record.ts'
import { sheet } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `run show ID`: state, times, what it did, the file it took in, the files it left. */
export function addRunShow(group: Command, cli: Cli): void {
  group
    .command('show <ID>')
    .description(cli.say(texts.description))
    .action(
      cli.action(async (id: string) => {
        await withInstallation(cli, async (installation) => {
          const run = await findRun(installation, id)
          const { pool } = installation.database
          const zone = installation.place.timeZone
          const files = await readRunFiles(pool, run.id)
          const exchange = await findExchangeOfRun(pool, run.id)
          if (cli.json)
            return cli.printJson({
              ...runJson(run, cli, zone),
              files,
              exchange: exchange === null ? null : exchangeJson(exchange),
            })
          cli.print(sheet(pairs(run, files, cli, zone)))
          // A run cut short leaves its exchange as it was: it says nothing that the run does not.
          const cutShort = exchange?.state === 'processing' && isFinal(run.state)
          if (exchange !== null && !cutShort) cli.print(`\n${exchangeText(exchange, cli)}`)
        })
        return exitCodes.done
      }),
    )
}

/** What is empty is left out. */
function pairs(run: RunRecord, files: readonly RunFile[], cli: Cli, zone: string): [string, string][] {
  const { progress } = run
  const all: [string, string][] = [
    [cli.say(texts.run), `${run.id}`],
    [cli.say(texts.batch), run.batchCode],
    [cli.say(texts.state), runLine(run, cli.locale, zone)],
    [cli.say(texts.trigger), cli.say(triggerWords[run.trigger])],
    [cli.say(texts.due), moment(run.dueAt, zone)],
    [cli.say(texts.queued), moment(run.queuedAt, zone)],
    [cli.say(texts.by), run.requestedBy ?? ''],
    [cli.say(texts.node), run.nodeName ?? ''],
    [cli.say(texts.retryOf), run.retryOf === null ? '' : String(run.retryOf)],
    [
      cli.say(texts.parameters),
      Object.keys(run.parameters).length === 0 ? '' : JSON.stringify(run.parameters),
    ],
    [
      cli.say(texts.progress),
      progress === null || run.state !== 'running'
        ? ''
        : `${progress.phase ?? ''} ${progress.done}${progress.total === null ? '' : ` / ${progress.total}`}`.trim(),
    ],
    [cli.say(texts.detail), run.detail === null ? '' : describeDetail(run.detail, cli.locale)],
    [cli.say(texts.error), run.error ?? ''],
    [cli.say(texts.reason), reasonText(run, cli, zone) ?? ''],
    [cli.say(texts.files), files.map((file) => file.path).join('\n')],
  ]
  return all.filter(([, value]) => value !== '')
}

const texts = {
  description: { fr: "détail d'une exécution", en: 'detail of a run' },
  run: { fr: 'Exécution', en: 'Run' },
  batch: { fr: 'Batch', en: 'Batch' },
  state: { fr: 'État', en: 'State' },
  trigger: { fr: 'Déclencheur', en: 'Trigger' },
  due: { fr: 'Échéance', en: 'Due' },
  queued: { fr: 'En file depuis', en: 'Queued' },
  by: { fr: 'Demandée par', en: 'Requested by' },
  node: { fr: 'Nœud', en: 'Node' },
  retryOf: { fr: 'Reprise de', en: 'Retry of' },
  parameters: { fr: 'Paramètres', en: 'Parameters' },
  progress: { fr: 'Avancement', en: 'Progress' },
  detail: { fr: 'Résultat', en: 'Result' },
  error: { fr: 'Erreur', en: 'Error' },
  reason: { fr: 'Motif', en: 'Reason' },
  files: { fr: 'Fichiers', en: 'Files' },
}
