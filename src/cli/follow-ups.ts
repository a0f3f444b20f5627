import type { Command } from 'commander'
import { EditRefused } from '../health/edit-refusal.ts'
import { cancelEdition } from '../health/follow-ups/cancel-edition.ts'
import { type Edition, readEdition, readEditions } from '../health/follow-ups/editions.ts'
import { author, type Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { badUsage, CommandFailure, notFound } from './failure.ts'
import { moment } from './moment.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `follow-ups …`: what the batches of follow-ups left, and the way back after a misprint. */
export function addFollowUpCommands(root: Command, cli: Cli): void {
  const group = root.command('follow-ups').description(cli.say(texts.group))
  group
    .command('editions')
    .description(cli.say(texts.editions))
    .option('--limit <n>', cli.say(texts.limit), '30')
    .action(
      cli.action(async (options: { limit: string }) => {
        const size = Number(options.limit)
        if (!Number.isInteger(size) || size < 1 || size > 1000) throw badUsage(texts.badLimit)
        await withInstallation(cli, async ({ database, place }) => {
          const { items } = await readEditions(database.pool, { before: null, size, batches: null })
          if (cli.json) return cli.printJson(items)
          if (items.length === 0) return cli.print(cli.say(texts.none))
          cli.print(
            table(
              texts.captions.map(cli.say),
              items.map((one) => rowOf(one, cli, place.timeZone)),
            ),
          )
        })
        return exitCodes.done
      }),
    )
  group
    .command('cancel-edition')
    .description(cli.say(texts.cancel))
    .argument('<id>', cli.say(texts.id))
    .action(
      cli.action(async (given: string) => {
        if (!/^\d{1,15}$/.test(given)) throw notFound('UNKNOWN_EDITION', texts.unknown(given))
        await withInstallation(cli, async ({ database, now }) => {
          const id = Number(given)
          if ((await readEdition(database.pool, id)) === null)
            throw notFound('UNKNOWN_EDITION', texts.unknown(given))
          const editor = { author: author(), address: null }
          const result = await cancelEdition(database, editor, id, await now()).catch((error) => {
            if (!(error instanceof EditRefused)) throw error
            throw new CommandFailure(exitCodes.refused, error.refusal.code, error.refusal.message)
          })
          if (cli.json) return cli.printJson({ id, ...result })
          cli.print(cli.say(texts.cancelled(result.restored, result.closed, result.followed)))
        })
        return exitCodes.done
      }),
    )
}

function rowOf(edition: Edition, cli: Cli, zone: string): string[] {
  const { id, batchCode, fileName, objects, pages, createdAt, firstDownloadedAt, cancelledAt } = edition
  return [
    String(id),
    batchCode,
    fileName,
    String(objects),
    pages === null ? '' : String(pages),
    moment(createdAt, zone),
    moment(firstDownloadedAt, zone),
    cancelledAt === null ? '' : `${cli.say(texts.isCancelled)} ${moment(cancelledAt, zone)}`,
  ]
}

const texts = {
  group: { fr: 'relances de la santé étudiante', en: 'follow-ups of student health' },
  editions: { fr: 'liste les listings et les lettres édités', en: 'list the listings and letters made' },
  limit: { fr: 'nombre de lignes, au plus', en: 'lines at most' },
  badLimit: { fr: '--limit : un nombre de 1 à 1000', en: '--limit: a number from 1 to 1000' },
  none: { fr: 'aucune édition', en: 'no edition' },
  cancel: {
    fr: 'annule une édition de lettres dans les 7 jours : ses relances reviennent à leur état d’avant',
    en: 'cancel an edition of letters within 7 days: its follow-ups go back to their former state',
  },
  id: {
    fr: "numéro de l'édition, comme « follow-ups editions » le donne",
    en: 'id, as "follow-ups editions" gives it',
  },
  unknown: (id: string) => ({ fr: `Aucune édition n'a le numéro ${id}`, en: `No edition has the id ${id}` }),
  cancelled: (restored: number, closed: number, followed: number) => ({
    fr: `Édition annulée : ${restored} relance(s) remise(s) dans l'état d'avant, ${closed} close(s) depuis, ${followed} suivie(s) d'un autre courrier`,
    en: `Edition cancelled: ${restored} follow-up(s) back in the former state, ${closed} closed since, ${followed} followed by another letter`,
  }),
  isCancelled: { fr: 'annulée', en: 'cancelled' },
  captions: [
    { fr: 'Numéro', en: 'Id' },
    { fr: 'Batch', en: 'Batch' },
    { fr: 'Fichier', en: 'File' },
    { fr: 'Objets', en: 'Objects' },
    { fr: 'Pages', en: 'Pages' },
    { fr: 'Édité', en: 'Made' },
    { fr: 'Premier téléchargement', en: 'First download' },
    { fr: 'État', en: 'State' },
  ],
}
