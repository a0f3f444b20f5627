import type { Command } from 'commander'
import { encryptedColumns } from '../health/encrypted-columns.ts'
import { recordAudit } from '../platform/audit/audit-trail.ts'
import {
  type KeyReport,
  type KeyUse,
  keyReport,
  type RotationCounts,
  readKeyUse,
  rotateColumn,
} from '../platform/encrypted-column.ts'
import { author, type Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'
import { progressDisplay } from './progress-display.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `encryption …`: which keys are in use, and encrypting everything with the first one (docs/encryption.md). */
export function addEncryptionCommands(root: Command, cli: Cli): void {
  const group = root.command('encryption').description(cli.say(texts.group))
  group
    .command('status')
    .description(cli.say(texts.status))
    .action(
      cli.action(async () => {
        const { uses, report } = await withInstallation(cli, async ({ database, place }) => {
          const uses = await readKeyUse(database.pool, encryptedColumns)
          return { uses, report: keyReport(place.encryption?.keyIds ?? [], uses) }
        })
        if (cli.json) cli.printJson({ ...report, uses })
        else printStatus(cli, uses, report)
        return report.missing.length > 0 ? exitCodes.failure : exitCodes.done
      }),
    )
  group
    .command('rotate')
    .description(cli.say(texts.rotate))
    .action(
      cli.action(async () => {
        const { counts, report } = await withInstallation(cli, async ({ database, place }) => {
          const encryption = place.encryption ?? null
          if (encryption === null)
            throw new CommandFailure(exitCodes.refused, 'NO_ENCRYPTION_KEY', texts.noKey)
          const uses = await readKeyUse(database.pool, encryptedColumns)
          const counts: RotationCounts[] = []
          const stop = new AbortController()
          const forget = cli.signals.handle(() => stop.abort(interrupted()))
          const display = progressDisplay(cli)
          try {
            for (const column of encryptedColumns) {
              const phase = `${column.table}.${column.column}`
              const total = uses
                .filter((use) => `${use.table}.${use.column}` === phase)
                .reduce((sum, { values }) => sum + values, 0)
              counts.push(
                await rotateColumn(database, encryption, column, {
                  signal: stop.signal,
                  onProgress: (done) => (total > 0 ? display.show({ done, total, phase }) : undefined),
                }),
              )
            }
          } finally {
            display.stop()
            forget()
          }
          await recordAudit(database.pool, {
            actor: author(),
            action: 'encryption.rotated',
            detail: { key: encryption.keyIds[0], counts },
          })
          return {
            counts,
            report: keyReport(encryption.keyIds, await readKeyUse(database.pool, encryptedColumns)),
          }
        })
        if (cli.json) cli.printJson({ counts, ...report })
        else printRotation(cli, counts, report)
        return counts.some(({ unreadable }) => unreadable > 0) ? exitCodes.failure : exitCodes.done
      }),
    )
}

function interrupted(): CommandFailure {
  return new CommandFailure(exitCodes.interrupted, 'INTERRUPTED', texts.interrupted)
}

function printStatus(cli: Cli, uses: readonly KeyUse[], report: KeyReport): void {
  if (report.keys.length === 0) cli.print(cli.say(texts.noKey))
  else
    cli.print(
      table(
        texts.keyCaptions.map(cli.say),
        report.keys.map(({ id, current, values }) => [
          id,
          String(values),
          cli.say(current ? texts.current : values > 0 ? texts.needed : texts.useless),
        ]),
      ),
    )
  if (uses.length > 0)
    cli.print(
      `\n${table(
        texts.columnCaptions.map(cli.say),
        uses.map(({ table: name, column, keyId, values }) => [
          `${name}.${column}`,
          keyId ?? cli.say(texts.notEncrypted),
          String(values),
        ]),
      )}`,
    )
  printMissing(cli, report)
}

function printRotation(cli: Cli, counts: readonly RotationCounts[], report: KeyReport): void {
  cli.print(
    table(
      texts.rotationCaptions.map(cli.say),
      counts.map(({ table: name, column, done, changed, unreadable }) => [
        `${name}.${column}`,
        String(done),
        String(changed),
        String(unreadable),
      ]),
    ),
  )
  for (const { id, current, values } of report.keys)
    if (!current) cli.print(cli.say(values > 0 ? texts.stillNeeded(id, values) : texts.mayGo(id)))
  printMissing(cli, report)
}

function printMissing(cli: Cli, { missing }: KeyReport): void {
  for (const { id, values } of missing)
    cli.print(`\n${cli.say(id === null ? texts.foreign(values) : texts.missing(id, values))}`)
}

const texts = {
  group: { fr: 'clés des colonnes chiffrées', en: 'keys of encrypted columns' },
  status: {
    fr: 'quelles clés servent, et à combien de valeurs (code 1 si une valeur n’a plus sa clé)',
    en: 'which keys are in use, by how many values (code 1 if a value has lost its key)',
  },
  rotate: {
    fr: 'rechiffre tout avec la première clé ; se coupe et se reprend, pendant que le programme tourne',
    en: 'encrypt everything with the first key; may be cut short and gone on with, while the program runs',
  },
  noKey: {
    fr: 'Aucune clé n’est configurée : NOCTURNE_ENCRYPTION_KEYS_FILE (docs/encryption.md)',
    en: 'No key is configured: NOCTURNE_ENCRYPTION_KEYS_FILE (docs/encryption.md)',
  },
  interrupted: {
    fr: 'Interrompu : relancez la commande, elle reprend où elle en était',
    en: 'Interrupted: run the command again, it goes on where it was',
  },
  current: { fr: 'chiffre', en: 'encrypts' },
  needed: { fr: 'encore nécessaire', en: 'still needed' },
  useless: { fr: 'ne sert plus à la base', en: 'no longer needed by the database' },
  notEncrypted: { fr: '(pas une valeur chiffrée)', en: '(no encrypted value)' },
  keyCaptions: [
    { fr: 'Clé', en: 'Key' },
    { fr: 'Valeurs', en: 'Values' },
    { fr: 'Rôle', en: 'Part' },
  ],
  columnCaptions: [
    { fr: 'Colonne', en: 'Column' },
    { fr: 'Clé', en: 'Key' },
    { fr: 'Valeurs', en: 'Values' },
  ],
  rotationCaptions: [
    { fr: 'Colonne', en: 'Column' },
    { fr: 'Rechiffrées', en: 'Encrypted again' },
    { fr: 'Modifiées entre-temps', en: 'Changed meanwhile' },
    { fr: 'Illisibles', en: 'Unreadable' },
  ],
  stillNeeded: (id: string, values: number) => ({
    fr: `La clé ${id} sert encore à ${values} valeur(s) : relancez quand tous les serveurs ont redémarré avec la nouvelle`,
    en: `Key ${id} is still needed by ${values} value(s): run again once every node was restarted with the new one`,
  }),
  mayGo: (id: string) => ({
    fr: `La clé ${id} ne sert plus à la base. Gardez-la aussi longtemps que des sauvegardes en dépendent`,
    en: `Key ${id} is no longer needed by the database. Keep it for as long as backups depend on it`,
  }),
  missing: (id: string, values: number) => ({
    fr: `Il manque la clé ${id} : ${values} valeur(s) ne se lisent plus. Remettez-la dans la configuration`,
    en: `Key ${id} is missing: ${values} value(s) cannot be read. Put it back into the configuration`,
  }),
  foreign: (values: number) => ({
    fr: `${values} valeur(s) ne sont pas des valeurs chiffrées : quelqu’un d’autre a écrit dans ces colonnes`,
    en: `${values} value(s) are no encrypted values: somebody else wrote into these columns`,
  }),
}
