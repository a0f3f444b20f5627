import type { Command } from 'commander'
import { Temporal } from 'temporal-polyfill'
import { parseSchedule } from '../batch/schedule/parse-schedule.ts'
import { describeSchedule } from '../batch/schedule/wording.ts'
import type { Cli } from './cli.ts'
import { dueInstants, parseCount, parseInstant } from './due-instants.ts'
import { exitCodes } from './exit-codes.ts'
import { badUsage, CommandFailure } from './failure.ts'
import { readJson, readText } from './json-argument.ts'
import { moment } from './moment.ts'

/** `schedule next JSON`: tries a schedule without a batch, and without a database. */
export function addScheduleCommands(root: Command, cli: Cli): void {
  const group = root.command('schedule').description(cli.say(texts.group))
  group
    .command('next [JSON]')
    .description(cli.say(texts.description))
    .option('--from <INSTANT>', cli.say(texts.from))
    .option('--count <N>', cli.say(texts.count), '3')
    .option('--zone <ZONE>', cli.say(texts.zone))
    .action(
      cli.action(
        async (given: string | undefined, options: { from?: string; count: string; zone?: string }) => {
          const count = parseCount(options.count, '--count', 1, 10_000)
          const zone = checkZone(options.zone ?? cli.configuration().timeZone)
          const from = options.from === undefined ? Temporal.Now.instant() : parseInstant(options.from, zone)
          if (given === undefined && cli.input.isTTY === true) throw badUsage(texts.missing)
          const text = given === undefined || given === '-' ? await readText(cli.input) : given
          // What is past is past as seen from the moment that one asks about.
          const parsed = parseSchedule(readJson(text), { now: from, zone })
          if (!parsed.ok)
            throw new CommandFailure(exitCodes.refused, 'INVALID_SCHEDULE', texts.refused, parsed.refusals)
          const due = dueInstants(parsed.schedule, from, zone, count)
          const wording = describeSchedule(parsed.schedule, cli.locale, { now: from, zone })
          if (cli.json) {
            cli.printJson({
              schedule: parsed.schedule,
              scheduleText: wording,
              zone,
              from: from.toString(),
              ...due,
            })
            return exitCodes.done
          }
          cli.note(wording)
          if (due.instants.length === 0) cli.note(cli.say(texts.never))
          for (const instant of due.instants) cli.print(moment(instant, zone))
          return exitCodes.done
        },
      ),
    )
}

function checkZone(zone: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId
  } catch {
    throw badUsage({ fr: `Fuseau horaire inconnu : ${zone}`, en: `Unknown time zone: ${zone}` })
  }
}

const texts = {
  group: { fr: 'programmations, sans batch ni base', en: 'schedules, without batch or database' },
  description: {
    fr: 'échéances d\'une programmation donnée en JSON (argument ou entrée standard), par exemple \'{"time":"01:00","weekdays":["mon"]}\'',
    en: 'due instants of a schedule given as JSON (argument or standard input), such as \'{"time":"01:00","weekdays":["mon"]}\'',
  },
  from: { fr: 'après cet instant (défaut : maintenant)', en: 'after this instant (default: now)' },
  count: { fr: "nombre d'échéances", en: 'how many' },
  zone: {
    fr: "fuseau horaire (défaut : celui de l'établissement)",
    en: "time zone (default: the establishment's)",
  },
  never: { fr: 'Aucune échéance', en: 'Never due' },
  missing: {
    fr: "Donnez la programmation en JSON, en argument ou sur l'entrée standard",
    en: 'Give the schedule as JSON, as an argument or on standard input',
  },
  refused: { fr: 'Programmation refusée :', en: 'Schedule refused:' },
}
