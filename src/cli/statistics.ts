import type { Command } from 'commander'
import { type Measure, measures } from '../health/statistics/axes.ts'
import { buildNow, plannedThreshold } from '../health/statistics/push-store.ts'
import { statisticsSender } from '../health/statistics/settings.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `statistics preview`: what STAT_DASHBOARD would send now. Keeps nothing: it is approved on the page Statistics. */
export function addStatisticsCommands(root: Command, cli: Cli): void {
  const group = root.command('statistics').description(cli.say(texts.group))
  group
    .command('preview')
    .description(cli.say(texts.preview))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async (installation) => {
          const { pool } = installation.database
          const built = await buildNow(pool, {
            now: await installation.now(),
            timeZone: installation.place.timeZone,
            threshold: await plannedThreshold(pool),
            sender: await installation.settings.get(statisticsSender),
          })
          if (cli.json) return cli.printJson(built.payload)
          const { payload, cells, masked, bytes } = built
          cli.print(
            `${payload.year}-${payload.year + 1} → ${payload.until} : ${cells} ${cli.say(texts.figures)}, ${masked} ${cli.say(texts.masked)}, ${bytes} ${cli.say(texts.bytes)}`,
          )
          if (payload.establishments.length === 0) return cli.note(cli.say(texts.nothing))
          const rows = payload.establishments.map(({ code, total }) => [
            code,
            ...measures.map((measure: Measure) => String(total[measure].value ?? cli.say(texts.hidden))),
          ])
          cli.print(
            table([cli.say(texts.establishment), ...measures.map((m) => cli.say(texts.measures[m]))], rows),
          )
        })
        return exitCodes.done
      }),
    )
}

const texts = {
  group: { fr: 'statistiques pour calcium-dashboard', en: 'statistics for calcium-dashboard' },
  preview: {
    fr: 'montre ce qui serait envoyé maintenant (avec --json : la charge exacte) ; rien ne part',
    en: 'show what would be sent now (with --json: the exact payload); nothing leaves',
  },
  figures: { fr: 'effectifs', en: 'figures' },
  masked: { fr: 'masqués', en: 'masked' },
  bytes: { fr: 'octets', en: 'bytes' },
  hidden: { fr: 'masqué', en: 'masked' },
  nothing: {
    fr: 'Aucun effectif pour cette année universitaire : exécutez MAJ_IDENTITE',
    en: 'No figure for this academic year: run MAJ_IDENTITE',
  },
  establishment: { fr: 'Établissement', en: 'Establishment' },
  measures: {
    students: { fr: 'Étudiants', en: 'Students' },
    seen: { fr: 'Étudiants vus', en: 'Students seen' },
    consultations: { fr: 'Consultations', en: 'Consultations' },
    appointments: { fr: 'Rendez-vous', en: 'Appointments' },
    missed_appointments: { fr: 'Rendez-vous manqués', en: 'Missed appointments' },
  },
}
