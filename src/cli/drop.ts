import type { Command } from 'commander'
import type { DropState } from '../exchange/drop/drop-state.ts'
import { outcomeMessages, type PullReport } from '../exchange/drop/pull-report.ts'
import { waitingReasons } from '../exchange/drop/readiness.ts'
import type { Installation } from '../installation.ts'
import { learningDropState, pullLearningDrop } from '../learning/drop/drop-place.ts'
import { systemClock } from '../platform/clock.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'
import { moment } from './moment.ts'
import { sheet, table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `drop …`: the learning platform's drop directory. */
export function addDropCommands(root: Command, cli: Cli): void {
  const group = root.command('drop').description(cli.say(texts.group))
  const stateOf = (installation: Installation) => learningDropState({ ...installation, clock: systemClock() })
  group
    .command('status')
    .description(cli.say(texts.status))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async (installation) => {
          const state = await stateOf(installation)
          if (cli.json) return cli.printJson(spoken(state, cli))
          cli.print(statusText(state, cli, installation.place.timeZone))
        })
        return exitCodes.done
      }),
    )
  group
    .command('pull')
    .description(cli.say(texts.pull))
    .action(
      cli.action(async () => {
        const report = await withInstallation(cli, async (installation) =>
          pullLearningDrop({ ...installation, clock: systemClock() }, { info() {}, warn: cli.note }),
        )
        if (cli.json) cli.printJson(spokenReport(report, cli))
        else cli.print(reportText(report, cli))
        if (report.outcome === 'agent-at-work' || report.outcome === 'already-pulling')
          return exitCodes.refused
        return report.outcome === 'pulled' ? exitCodes.done : exitCodes.failure
      }),
    )
  group
    .command('locks')
    .description(cli.say(texts.locks))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async (installation) => {
          const { locks } = await stateOf(installation)
          if (cli.json) return cli.printJson(locks)
          cli.print(
            locks.length === 0 ? cli.say(texts.noLock) : lockTable(locks, cli, installation.place.timeZone),
          )
        })
        return exitCodes.done
      }),
    )
}

function statusText(state: DropState, cli: Cli, zone: string): string {
  if (!state.exists)
    throw new CommandFailure(exitCodes.notFound, 'NO_DROP_DIRECTORY', {
      fr: `${state.directory} n’existe pas encore : la première récupération le crée`,
      en: `${state.directory} does not exist yet: the first pull creates it`,
    })
  const [last] = state.pulls
  const parts = [
    sheet([
      [
        cli.say(texts.directory),
        `${state.directory}${state.writable ? '' : ` (${cli.say(texts.readOnly)})`}`,
      ],
      [
        cli.say(texts.last),
        last === undefined
          ? '—'
          : `${moment(last.startedAt, zone)}, ${outcomeOf(last.outcome, cli)} : ${last.taken} ${cli.say(texts.taken)}, ${last.waiting} ${cli.say(texts.left)}, ${last.quarantined} ${cli.say(texts.quarantined)}`,
      ],
    ]),
  ]
  if (state.locks.length > 0) parts.push(lockTable(state.locks, cli, zone))
  if (state.files.length > 0)
    parts.push(
      table(
        texts.fileCaptions.map(cli.say),
        state.files.map((file) => [
          file.name,
          String(file.bytes),
          moment(file.modifiedAt, zone),
          cli.say(file.text),
        ]),
      ),
    )
  if (state.quarantine.length > 0)
    parts.push(
      table(
        texts.quarantineCaptions.map(cli.say),
        state.quarantine.map((file) => [file.name, String(file.bytes), moment(file.since, zone)]),
      ),
    )
  const open = state.alarms.filter((alarm) => alarm.solvedAt === null)
  if (open.length > 0)
    parts.push(
      table(
        texts.alarmCaptions.map(cli.say),
        open.map((alarm) => [
          cli.say(alarmWords[alarm.kind]),
          alarm.subject,
          moment(alarm.firstSeenAt, zone),
        ]),
      ),
    )
  return parts.join('\n\n')
}

function lockTable(locks: DropState['locks'], cli: Cli, zone: string): string {
  return table(
    texts.lockCaptions.map(cli.say),
    locks.map((lock) => [
      lock.name,
      moment(lock.since, zone),
      `${Math.floor(lock.ageSeconds / 3600)} h ${Math.floor((lock.ageSeconds % 3600) / 60)} min${lock.stale ? ' !' : ''}`,
      lock.text ?? '',
    ]),
  )
}

function reportText(report: PullReport, cli: Cli): string {
  return [
    cli.say(report.message),
    ...report.taken.map((file) => `  + ${file.name} (${file.bytes})`),
    ...report.waiting.map((file) => `  · ${file.name} : ${cli.say(waitingReasons[file.why])}`),
    ...report.quarantined.map((file) => `  ! ${file.name} : ${cli.say(file.reason)}`),
  ].join('\n')
}

function outcomeOf(outcome: DropState['pulls'][number]['outcome'], cli: Cli): string {
  return cli.say(outcome === 'under-way' ? texts.underWay : outcomeMessages[outcome])
}

/** Texts in the language asked for, as everywhere in JSON. */
function spoken(state: DropState, cli: Cli) {
  return { ...state, files: state.files.map((file) => ({ ...file, text: cli.say(file.text) })) }
}

function spokenReport(report: PullReport, cli: Cli) {
  return {
    ...report,
    message: cli.say(report.message),
    quarantined: report.quarantined.map(({ name, reason }) => ({ name, reason: cli.say(reason) })),
  }
}

const alarmWords = {
  alock: { fr: 'alock.txt trop ancien', en: 'alock.txt too old' },
  lock: { fr: 'lock.txt trop ancien', en: 'lock.txt too old' },
  'not-writable': { fr: 'lock.txt impossible à créer', en: 'lock.txt cannot be created' },
  'not-removable': { fr: 'fichier impossible à retirer', en: 'file cannot be removed' },
}

const texts = {
  group: {
    fr: 'répertoire de dépôt de la plateforme pédagogique',
    en: 'drop directory of the learning platform',
  },
  status: {
    fr: 'ce qui s’y trouve, verrous, quarantaine, alarmes',
    en: 'what lies there, locks, quarantine, alarms',
  },
  pull: { fr: 'prend maintenant ce qui est prêt', en: 'take what is ready now' },
  locks: { fr: 'verrous avec leur âge et leur auteur', en: 'locks with their age and owner' },
  noLock: { fr: 'aucun verrou', en: 'no lock' },
  directory: { fr: 'Répertoire', en: 'Directory' },
  readOnly: { fr: 'non accessible en écriture', en: 'not writable' },
  last: { fr: 'Dernière récupération', en: 'Last pull' },
  taken: { fr: 'pris', en: 'taken' },
  left: { fr: 'laissés', en: 'left' },
  quarantined: { fr: 'en quarantaine', en: 'in quarantine' },
  underWay: { fr: 'en cours', en: 'under way' },
  lockCaptions: [
    { fr: 'Verrou', en: 'Lock' },
    { fr: 'Depuis', en: 'Since' },
    { fr: 'Âge', en: 'Age' },
    { fr: 'Posé par', en: 'Set by' },
  ],
  fileCaptions: [
    { fr: 'Fichier', en: 'File' },
    { fr: 'Octets', en: 'Bytes' },
    { fr: 'Modifié', en: 'Changed' },
    { fr: 'État', en: 'State' },
  ],
  quarantineCaptions: [
    { fr: 'Quarantaine', en: 'Quarantine' },
    { fr: 'Octets', en: 'Bytes' },
    { fr: 'Depuis', en: 'Since' },
  ],
  alarmCaptions: [
    { fr: 'Alarme', en: 'Alarm' },
    { fr: 'Fichier', en: 'File' },
    { fr: 'Depuis', en: 'Since' },
  ],
}
