import type { Command } from 'commander'
import { type HistoryFilter, readHistory } from '../batch/history.ts'
import type { RunRecord } from '../batch/run-record.ts'
import { type RunState, runStates, stateCodes, type Trigger, triggers } from '../batch/run-state.ts'
import { findBatch } from './batch-record.ts'
import type { Cli } from './cli.ts'
import { parseCount, parseInstant } from './due-instants.ts'
import { exitCodes } from './exit-codes.ts'
import { badUsage } from './failure.ts'
import { runLine } from './moment.ts'
import { reasonText, runJson, triggerWords } from './run-record.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

interface HistoryOptions {
  state?: string
  trigger?: string
  application?: string
  from?: string
  to?: string
  before?: string
  count: string
}

/** `batch history [CODE]`: the window « Historique », of one batch or of all. */
export function addBatchHistory(group: Command, cli: Cli): void {
  group
    .command('history [CODE]')
    .description(cli.say(texts.description))
    .option('--state <LIST>', cli.say(texts.state))
    .option('--trigger <LIST>', `${cli.say(texts.trigger)} (${triggers.join(', ')})`)
    .option('--application <code>', cli.say(texts.application))
    .option('--from <INSTANT>', cli.say(texts.from))
    .option('--to <INSTANT>', cli.say(texts.to))
    .option('--count <N>', cli.say(texts.count), '15')
    .option('--before <ID>', cli.say(texts.before))
    .action(
      cli.action(async (code: string | undefined, options: HistoryOptions) => {
        const size = parseCount(options.count, '--count', 1, 10_000)
        await withInstallation(cli, async (installation) => {
          if (code !== undefined) await findBatch(installation, code)
          const zone = installation.place.timeZone
          const { runs, next } = await readHistory(
            installation.database.pool,
            filterOf(code, options, zone),
            {
              size,
              ...(options.before === undefined
                ? {}
                : { before: parseCount(options.before, '--before', 1, Number.MAX_SAFE_INTEGER) }),
            },
          )
          if (cli.json) return cli.printJson({ runs: runs.map((run) => runJson(run, cli, zone)), next })
          cli.print(
            table(
              texts.captions.map(cli.say),
              runs.map((run) => row(run, cli, zone)),
            ),
          )
          if (next !== null) cli.note(`${cli.say(texts.more)} --before ${next}`)
        })
        return exitCodes.done
      }),
    )
}

function row(run: RunRecord, cli: Cli, zone: string): string[] {
  return [
    String(run.id),
    run.batchCode,
    cli.say(triggerWords[run.trigger]),
    runLine(run, cli.locale, zone),
    run.error ?? reasonText(run, cli, zone) ?? '',
  ]
}

function filterOf(code: string | undefined, options: HistoryOptions, zone: string): HistoryFilter {
  return {
    ...(code === undefined ? {} : { batch: code }),
    ...(options.application === undefined ? {} : { application: options.application }),
    ...(options.state === undefined ? {} : { states: options.state.split(',').map(parseState) }),
    ...(options.trigger === undefined ? {} : { triggers: options.trigger.split(',').map(parseTrigger) }),
    ...(options.from === undefined ? {} : { from: parseInstant(options.from, zone).toString() }),
    ...(options.to === undefined ? {} : { to: parseInstant(options.to, zone).toString() }),
  }
}

/** `FINISH` as users know it, or `finished`. */
function parseState(text: string): RunState {
  const state = runStates.find((one) => one === text || stateCodes[one] === text.toUpperCase())
  if (state !== undefined) return state
  const known = Object.values(stateCodes).join(', ')
  throw badUsage({ fr: `État inconnu : ${text} (${known})`, en: `Unknown state: ${text} (${known})` })
}

function parseTrigger(text: string): Trigger {
  const trigger = triggers.find((one) => one === text)
  if (trigger !== undefined) return trigger
  const known = triggers.join(', ')
  throw badUsage({
    fr: `Déclencheur inconnu : ${text} (${known})`,
    en: `Unknown trigger: ${text} (${known})`,
  })
}

const texts = {
  description: {
    fr: 'historique des exécutions, la plus récente en tête',
    en: 'history of runs, newest first',
  },
  state: {
    fr: `états, séparés par des virgules (${Object.values(stateCodes).join(', ')})`,
    en: `states, separated by commas (${Object.values(stateCodes).join(', ')})`,
  },
  trigger: { fr: 'déclencheurs', en: 'triggers' },
  application: { fr: "d'une seule application", en: 'of one application only' },
  from: { fr: 'à partir de cet instant', en: 'from this instant on' },
  to: { fr: 'avant cet instant', en: 'before this instant' },
  count: { fr: "nombre d'exécutions", en: 'how many runs' },
  before: { fr: 'la suite, avant cette exécution', en: 'the following page, before this run' },
  more: { fr: 'Suite :', en: 'More:' },
  captions: [
    { fr: 'N°', en: 'No' },
    { fr: 'Batch', en: 'Batch' },
    { fr: 'Déclencheur', en: 'Trigger' },
    { fr: 'Exécution', en: 'Run' },
    { fr: 'Motif', en: 'Reason' },
  ],
}
