import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { AreaError } from '../exchange/file-area/area-error.ts'
import type { FileArea } from '../exchange/file-area/file-area.ts'
import { isShelf, type Shelf, shelfLabels, shelves } from '../exchange/file-area/shelf.ts'
import type { Installation } from '../installation.ts'
import { type CleanableShelf, cleanableShelves, cleanFiles } from '../learning/files/clean-files.ts'
import { absent, fileActs } from '../learning/files/file-acts.ts'
import { learningFiles } from '../learning/files/learning-files.ts'
import { systemClock } from '../platform/clock.ts'
import { askFirst } from './ask.ts'
import { author, type Cli } from './cli.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { badUsage, CommandFailure, notFound } from './failure.ts'
import { moment } from './moment.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

const actor = () => ({ author: author(), address: null })

/** `files …`: the learning platform's command files, reports, archives, retry files and journals. */
export function addFileCommands(root: Command, cli: Cli): void {
  const group = root.command('files').description(cli.say(texts.group))
  const withArea = (work: (area: FileArea, installation: Installation) => Promise<void>) =>
    withInstallation(cli, async (installation) => {
      await refusalsTold(() => work(learningFiles(installation.place, systemClock()), installation))
      return exitCodes.done as ExitCode
    })

  group
    .command('list [SHELF]')
    .description(cli.say(texts.list))
    .action(
      cli.action((shelf: string | undefined) =>
        withArea((area, { place }) => list(cli, area, shelf, place.timeZone)),
      ),
    )
  group
    .command('show <FILE>')
    .description(cli.say(texts.show))
    .option('--lines <N>', cli.say(texts.lines), '20')
    .action(
      cli.action((file: string, options: { lines: string }) =>
        withArea(async (area, { database }) => {
          const { shelf, name } = place(file)
          const preview = await area.preview(shelf, name, positive(options.lines))
          if (preview === null) throw absent(name)
          await fileActs(database, area).shown('file.previewed', shelf, name, actor())
          if (cli.json) return cli.printJson(preview)
          for (const line of preview.lines) cli.print(line)
          if (!preview.complete) cli.note('…')
        }),
      ),
    )
  group
    .command('get <FILE> [TARGET]')
    .description(cli.say(texts.get))
    .action(
      cli.action((file: string, target: string | undefined) =>
        withArea(async (area, { database }) => {
          const { shelf, name } = place(file)
          const to = resolve(cli.workingDirectory, target ?? basename(name))
          const opened = await area.open(shelf, name)
          if (opened === null) throw absent(name)
          try {
            await fileActs(database, area).shown('file.downloaded', shelf, name, actor())
            await pipeline(
              opened.handle.createReadStream({ start: 0, autoClose: false }),
              createWriteStream(to, { flags: 'wx', mode: 0o600 }),
            )
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
            throw new AreaError('EXISTS', { fr: `${to} existe déjà`, en: `${to} is there already` })
          } finally {
            await opened.handle.close()
          }
          if (cli.json) cli.printJson({ path: to, bytes: opened.bytes })
          else cli.print(to)
        }),
      ),
    )
  group
    .command('put <PATH> [NAME]')
    .description(cli.say(texts.put))
    .option('--replace', cli.say(texts.replace))
    .action(
      cli.action((path: string, name: string | undefined, options: { replace?: boolean }) =>
        withArea(async (area, { database }) => {
          const kept = await put(
            resolve(cli.workingDirectory, path),
            name,
            options.replace === true,
            area,
            database,
          )
          if (cli.json) cli.printJson({ shelf: 'commands', name: kept })
          else cli.print(`commands/${kept}`)
        }),
      ),
    )
  group
    .command('rm <FILE>')
    .description(cli.say(texts.rm))
    .option('--yes', cli.say(texts.yes))
    .action(
      cli.action((file: string, options: { yes?: boolean }) =>
        withArea(async (area, { database }) => {
          const { shelf, name } = place(file)
          if (options.yes !== true)
            await askFirst(cli, { fr: `Supprimer ${shelf}/${name} ?`, en: `Remove ${shelf}/${name}?` })
          await fileActs(database, area).remove(shelf, name, actor())
          if (cli.json) cli.printJson({ removed: `${shelf}/${name}` })
        }),
      ),
    )
  group
    .command('mv <FILE> <NAME>')
    .description(cli.say(texts.mv))
    .action(
      cli.action((file: string, to: string) =>
        withArea(async (area, { database }) => {
          const { shelf, name } = place(file)
          const given = await fileActs(database, area).move(shelf, name, to, actor())
          if (cli.json) cli.printJson({ shelf, name: given })
          else cli.print(`${shelf}/${given}`)
        }),
      ),
    )
  const clean = group
    .command('clean')
    .description(cli.say(texts.clean))
    .requiredOption('--older-than <DAYS>', cli.say(texts.olderThan))
    .option('--yes', cli.say(texts.yes))
  for (const shelf of cleanableShelves) clean.option(`--${shelf}`, cli.say(shelfLabels[shelf]))
  clean.action(
    cli.action((options: CleanOptions) =>
      withArea((area, installation) => cleanOld(cli, area, installation, options)),
    ),
  )
}

type CleanOptions = { readonly olderThan: string; readonly yes?: boolean } & Readonly<
  Partial<Record<CleanableShelf, boolean>>
>

async function list(cli: Cli, area: FileArea, given: string | undefined, timeZone: string): Promise<void> {
  if (given !== undefined && !isShelf(given)) throw badUsage(noSuchShelf(given))
  const files = (
    await Promise.all((given === undefined ? shelves : [given as Shelf]).map((shelf) => area.list(shelf)))
  ).flat()
  if (cli.json)
    return cli.printJson(
      files.map(({ shelf, name, bytes, modifiedAt }) => ({
        shelf,
        name,
        bytes,
        modifiedAt: modifiedAt.toString({ smallestUnit: 'second' }),
      })),
    )
  const rows = files.map((file) => [
    `${file.shelf}/${file.name}`,
    String(file.bytes),
    moment(file.modifiedAt.toString(), timeZone),
  ])
  cli.print(table(texts.captions.map(cli.say), rows))
}

async function put(
  path: string,
  name: string | undefined,
  replace: boolean,
  area: FileArea,
  database: Installation['database'],
): Promise<string> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile())
    throw notFound('FILE_NOT_FOUND', { fr: `${path} : pas de tel fichier`, en: `${path}: no such file` })
  const folder = await mkdtemp(join(tmpdir(), 'nocturne-put-'))
  try {
    // What is put there is a copy: the file of this machine stays.
    const copy = join(folder, 'file')
    await copyFile(path, copy)
    const hash = createHash('sha256')
    await pipeline(createReadStream(copy), hash)
    const { size: bytes } = await stat(copy)
    return await fileActs(database, area).keep(
      { path: copy, name: name ?? basename(path), bytes, sha256: hash.digest('hex') },
      replace ? 'archive' : 'refuse',
      actor(),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function cleanOld(
  cli: Cli,
  area: FileArea,
  installation: Installation,
  options: CleanOptions,
): Promise<void> {
  const days = positive(options.olderThan)
  const chosen = cleanableShelves.filter((shelf) => options[shelf] === true)
  const shelvesToClean = chosen.length === 0 ? cleanableShelves : chosen
  if (options.yes !== true)
    await askFirst(cli, {
      fr: `Supprimer ce qui a plus de ${days} jours : ${shelvesToClean.map((one) => shelfLabels[one].fr).join(', ')} ?`,
      en: `Remove what is older than ${days} days: ${shelvesToClean.map((one) => shelfLabels[one].en).join(', ')}?`,
    })
  const before = (await installation.now()).subtract({ hours: 24 * days })
  const { removed, failed } = await cleanFiles(area, shelvesToClean, before)
  if (cli.json) return cli.printJson({ removed, failed })
  for (const shelf of shelvesToClean) cli.print(`${cli.say(shelfLabels[shelf])} : ${removed[shelf] ?? 0}`)
  if (failed > 0) cli.note(cli.say({ fr: `${failed} non supprimé(s)`, en: `${failed} not removed` }))
}

/** `reports/x.txt`; without a shelf, a command file. */
function place(text: string): { shelf: Shelf; name: string } {
  const [first, ...rest] = text.split('/')
  return rest.length > 0 && isShelf(first!)
    ? { shelf: first, name: rest.join('/') }
    : { shelf: 'commands', name: text }
}

function positive(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw badUsage({ fr: `${text} : un nombre entier est attendu`, en: `${text}: a whole number is expected` })
}

function noSuchShelf(given: string) {
  const all = shelves.join(', ')
  return { fr: `${given} : ${all} sont possibles`, en: `${given}: one of ${all}` }
}

/** What the file area refuses, as the end of a command. */
async function refusalsTold(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AreaError)) throw error
    const exit = { BAD_NAME: exitCodes.usage, EXISTS: exitCodes.refused, ABSENT: exitCodes.notFound }[
      error.code
    ]
    throw new CommandFailure(exit, error.code, error.text)
  }
}

const texts = {
  group: {
    fr: 'fichiers de la plateforme pédagogique : commandes, rapports, archives, reprises, journaux',
    en: 'files of the learning platform: commands, reports, archives, retries, journals',
  },
  list: { fr: 'liste les fichiers d’un rayon, ou de tous', en: 'list the files of a shelf, or of all' },
  show: { fr: 'montre les premières lignes d’un fichier', en: 'show the first lines of a file' },
  lines: { fr: 'nombre de lignes', en: 'number of lines' },
  get: { fr: 'copie un fichier ici', en: 'copy a file to here' },
  put: {
    fr: 'copie un fichier de cette machine parmi les commandes',
    en: 'copy a file of this machine to the commands',
  },
  replace: {
    fr: 'archive l’ancien fichier de ce nom au lieu de refuser',
    en: 'archive the old file of that name instead of refusing',
  },
  rm: { fr: 'supprime un fichier', en: 'remove a file' },
  yes: { fr: 'sans poser la question', en: 'without asking' },
  mv: { fr: 'renomme un fichier sur son rayon', en: 'rename a file on its shelf' },
  clean: {
    fr: 'supprime les vieux fichiers ; les fichiers de commande ne sont jamais touchés',
    en: 'remove old files; command files are never touched',
  },
  olderThan: { fr: 'âge en jours', en: 'age in days' },
  captions: [
    { fr: 'Fichier', en: 'File' },
    { fr: 'Octets', en: 'Bytes' },
    { fr: 'Modifié', en: 'Changed' },
  ],
}
