import { type Command, InvalidArgumentError, Option } from 'commander'
import { readMerges } from '../health/duplicates/merge/read-merges.ts'
import { type ListedState, readGroups } from '../health/duplicates/review/read-groups.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `duplicates list`, `merges list`: identifiers and scores, no names. Deciding and merging are done on screen, by people. */
export function addDuplicateCommands(root: Command, cli: Cli): void {
  root
    .command('duplicates')
    .description(cli.say(texts.duplicates))
    .command('list')
    .description(cli.say(texts.listDuplicates))
    .addOption(
      new Option('--state <STATE>', cli.say(texts.state)).choices(['new', 'later', 'ignored']).default('new'),
    )
    .option('--limit <N>', cli.say(texts.limit), limitOf, 50)
    .action(
      cli.action(async ({ state, limit }: { state: ListedState; limit: number }) => {
        await withInstallation(cli, async ({ database }) => {
          const { items } = await readGroups(database.pool, { state, tier: null, after: null, size: limit })
          const rows = items.map(({ pair, records }) => ({
            pair: pair.id,
            score: pair.score,
            tier: pair.tier,
            records: records.map(({ id }) => id),
          }))
          if (cli.json) return cli.printJson(rows)
          if (rows.length === 0) return cli.print(cli.say(texts.noDuplicate))
          cli.print(
            table(
              texts.duplicateCaptions.map(cli.say),
              rows.map((row) => [
                String(row.pair),
                String(row.score),
                cli.say(texts.tiers[row.tier]),
                row.records.join(', '),
              ]),
            ),
          )
        })
        return exitCodes.done
      }),
    )

  root
    .command('merges')
    .description(cli.say(texts.merges))
    .command('list')
    .description(cli.say(texts.listMerges))
    .option('--limit <N>', cli.say(texts.limit), limitOf, 50)
    .action(
      cli.action(async ({ limit }: { limit: number }) => {
        await withInstallation(cli, async ({ database }) => {
          const { items } = await readMerges(database.pool, { before: null, size: limit })
          const rows = items.map(({ keptName: _kept, absorbedName: _absorbed, ...entry }) => entry)
          if (cli.json) return cli.printJson(rows)
          if (rows.length === 0) return cli.print(cli.say(texts.noMerge))
          const day = (at: Date | null) => at?.toISOString().slice(0, 16).replace('T', ' ') ?? ''
          cli.print(
            table(
              texts.mergeCaptions.map(cli.say),
              rows.map((row) => [
                String(row.id),
                String(row.keptId),
                String(row.absorbedId),
                day(row.madeAt),
                row.madeBy,
                day(row.undoableUntil),
                day(row.undoneAt),
              ]),
            ),
          )
        })
        return exitCodes.done
      }),
    )
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new InvalidArgumentError('1–1000')
  return limit
}

const texts = {
  duplicates: { fr: 'doublons possibles', en: 'possible duplicates' },
  listDuplicates: {
    fr: 'liste les groupes de dossiers à examiner, le meilleur score d’abord',
    en: 'list the groups of records to review, best score first',
  },
  state: {
    fr: 'new : à traiter, later : plus tard, ignored : ignorés',
    en: 'new: to review, later: put off, ignored: ignored',
  },
  limit: { fr: 'nombre de lignes au plus', en: 'lines at most' },
  noDuplicate: { fr: 'Aucun doublon à examiner', en: 'No duplicate to review' },
  duplicateCaptions: [
    { fr: 'Paire', en: 'Pair' },
    { fr: 'Score', en: 'Score' },
    { fr: 'Niveau', en: 'Tier' },
    { fr: 'Dossiers', en: 'Records' },
  ],
  tiers: {
    certain: { fr: 'CERTAIN', en: 'CERTAIN' },
    probable: { fr: 'PROBABLE', en: 'PROBABLE' },
    possible: { fr: 'POSSIBLE', en: 'POSSIBLE' },
  },
  merges: { fr: 'fusions de dossiers', en: 'merges of records' },
  listMerges: { fr: 'liste les fusions, les dernières d’abord', en: 'list merges, newest first' },
  noMerge: { fr: 'Aucune fusion', en: 'No merge' },
  mergeCaptions: [
    { fr: 'Fusion', en: 'Merge' },
    { fr: 'Conservé', en: 'Kept' },
    { fr: 'Absorbé', en: 'Absorbed' },
    { fr: 'Faite le (UTC)', en: 'Made (UTC)' },
    { fr: 'Par', en: 'By' },
    { fr: 'Annulable jusqu’au (UTC)', en: 'Undoable until (UTC)' },
    { fr: 'Annulée le (UTC)', en: 'Undone (UTC)' },
  ],
}
