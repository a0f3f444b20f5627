import type { Command } from 'commander'
import type { CatchUp } from '../batch/define-batch.ts'
import { savePlan } from '../batch/save-plan.ts'
import type { Schedule } from '../batch/schedule/schedule.ts'
import { standingClock } from '../platform/clock.ts'
import { findBatch, planText, previousStart } from './batch-record.ts'
import { author, type Cli } from './cli.ts'
import { dueInstants, parseCount } from './due-instants.ts'
import { exitCodes } from './exit-codes.ts'
import { badUsage, refusedByEngine } from './failure.ts'
import { readJson, readJsonObject } from './json-argument.ts'
import { moment } from './moment.ts'
import { withInstallation } from './with-installation.ts'

interface PlanOptions {
  time?: string
  days?: string
  dayOfMonth?: string
  month?: string
  year?: string
  every?: string
  catchUp?: string
  parameters?: string
}

/** `batch schedule CODE`: the window « Edition de batch ». Saved over the version that was read just before. */
export function addBatchSchedule(group: Command, cli: Cli): void {
  group
    .command('schedule <CODE> [JSON]')
    .description(cli.say(texts.description))
    .option('--time <HH:MM>', cli.say(texts.time))
    .option('--days <LIST>', cli.say(texts.days))
    .option('--day-of-month <N>', cli.say(texts.dayOfMonth))
    .option('--month <N>', cli.say(texts.month))
    .option('--year <N>', cli.say(texts.year))
    .option('--every <MINUTES>', cli.say(texts.every))
    .option('--catch-up <MINUTES>', cli.say(texts.catchUp))
    .option('--parameters <JSON>', cli.say(texts.parameters))
    .action(
      cli.action(async (code: string, json: string | undefined, options: PlanOptions) => {
        if (json === undefined && Object.keys(options).length === 0) throw badUsage(texts.nothing)
        await withInstallation(cli, async (installation) => {
          const before = await findBatch(installation, code)
          const now = await installation.now()
          const base = json === undefined ? before.schedule : readJson(json)
          const edits = scheduleEdits(options)
          const schedule =
            json !== undefined || Object.keys(edits).length > 0 ? { schedule: merge(base, edits) } : {}
          const outcome = await savePlan(
            { ...installation, clock: standingClock(now) },
            {
              code,
              version: before.version,
              author: author(),
              ...schedule,
              ...(options.catchUp === undefined ? {} : { catchUp: parseCatchUp(options.catchUp) }),
              ...(options.parameters === undefined ? {} : { parameters: readJsonObject(options.parameters) }),
            },
          )
          if (!outcome.ok) throw refusedByEngine(outcome.refusal, outcome.schedule ?? [])
          const after = await findBatch(installation, code)
          const next = dueInstants(after.schedule, now, after.timeZone, 3, previousStart(after))
          const text = planText(after, cli, now)
          if (cli.json)
            return cli.printJson({
              code,
              version: outcome.version,
              nextDueAt: outcome.nextDueAt,
              schedule: after.schedule,
              scheduleText: text,
              ...next,
            })
          cli.print(`${code} : ${text}`)
          if (!after.enabled) cli.note(cli.say(texts.outOfService))
          for (const instant of next.instants) cli.print(`  ${moment(instant, after.timeZone)}`)
        })
        return exitCodes.done
      }),
    )
}

/** The options over a schedule: what is not given stays, `none` empties a field. */
function scheduleEdits(options: PlanOptions): Partial<Record<keyof Schedule, unknown>> {
  const edits: Partial<Record<keyof Schedule, unknown>> = {}
  if (options.time !== undefined) edits.time = options.time
  if (options.days !== undefined) edits.weekdays = parseDays(options.days)
  if (options.dayOfMonth !== undefined) edits.dayOfMonth = numberOrNone(options.dayOfMonth)
  if (options.month !== undefined) edits.month = numberOrNone(options.month)
  if (options.year !== undefined) edits.year = numberOrNone(options.year)
  if (options.every !== undefined) edits.everyMinutes = numberOrNone(options.every)
  return edits
}

function merge(base: unknown, edits: object): unknown {
  // Something other than an object is for the schedule's own rules to refuse.
  if (typeof base !== 'object' || base === null || Array.isArray(base)) return base
  return { ...base, ...edits }
}

const frenchDays: Readonly<Record<string, string>> = {
  lun: 'mon',
  mar: 'tue',
  mer: 'wed',
  jeu: 'thu',
  ven: 'fri',
  sam: 'sat',
  dim: 'sun',
}

/** `mon,tue` or `lun,mar`; `all`; `none`. An unknown day is refused by the schedule's own rules. */
function parseDays(text: string): unknown {
  if (text === 'none' || text === '') return []
  if (text === 'all') return 'all'
  return text.split(',').map((day) => frenchDays[day.trim().toLowerCase()] ?? day.trim().toLowerCase())
}

/** What is no number goes on as it is: the schedule's own rules refuse it, beside its field. */
function numberOrNone(text: string): unknown {
  if (text === 'none' || text === '') return null
  const number = Number(text)
  return Number.isNaN(number) ? text : number
}

function parseCatchUp(text: string): CatchUp {
  if (text === 'none') return { policy: 'skip' }
  return { policy: 'run', withinMinutes: parseCount(text, '--catch-up', 1, 525_600) }
}

const texts = {
  description: {
    fr: "change le plan d'un batch : une programmation en JSON, ou les seuls champs donnés en options",
    en: "change a batch's plan: a schedule as JSON, or just the fields given as options",
  },
  time: { fr: 'heure', en: 'time' },
  days: { fr: 'jours : lun,mar… ou mon,tue…, all, none', en: 'weekdays: mon,tue…, all, none' },
  dayOfMonth: { fr: 'jour du mois, ou none', en: 'day of the month, or none' },
  month: { fr: 'mois (1 à 12), ou none', en: 'month (1 to 12), or none' },
  year: { fr: 'année, ou none', en: 'year, or none' },
  every: { fr: 'fréquence en minutes, ou none', en: 'frequency in minutes, or none' },
  catchUp: {
    fr: "rattrape une échéance manquée d'au plus tant de minutes, ou none",
    en: 'make up for a due instant missed by at most so many minutes, or none',
  },
  parameters: { fr: 'paramètres du batch, en objet JSON', en: "the batch's parameters, as a JSON object" },
  nothing: {
    fr: 'Donnez une programmation en JSON ou au moins une option',
    en: 'Give a schedule as JSON or at least one option',
  },
  outOfService: {
    fr: 'Attention : ce batch est hors service, rien ne sera lancé',
    en: 'Note: this batch is out of service, nothing will be launched',
  },
}
