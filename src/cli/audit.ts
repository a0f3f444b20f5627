import { type Command, InvalidArgumentError } from 'commander'
import { verifyAudit } from '../platform/audit/verify-audit.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { withInstallation } from './with-installation.ts'

/** `audit verify`: whether the trail is whole. */
export function addAuditCommands(root: Command, cli: Cli): void {
  const group = root.command('audit').description(cli.say(texts.group))
  group
    .command('verify')
    .description(cli.say(texts.verify))
    .option('--known <N:HASH>', cli.say(texts.known), knownEntry)
    .action(
      cli.action(async ({ known }: { known?: { id: number; hash: string } }) => {
        const verdict = await withInstallation(cli, ({ database }) =>
          verifyAudit(database.pool, known ?? null),
        )
        if (cli.json) cli.printJson(verdict)
        else {
          cli.print(cli.say(verdict.ok ? texts.whole(verdict.entries) : texts.broken(verdict.brokenAt!)))
          if (verdict.ok && verdict.lastHash !== null)
            cli.print(cli.say(texts.note(`${verdict.entries}:${verdict.lastHash}`)))
        }
        return verdict.ok ? exitCodes.done : exitCodes.failure
      }),
    )
}

/** `1234:9f86d0…`, as a former verification printed it. */
function knownEntry(text: string): { id: number; hash: string } {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text)
  if (match === null) throw new InvalidArgumentError('N:HASH')
  return { id: Number(match[1]), hash: match[2]!.toLowerCase() }
}

const texts = {
  group: { fr: "journal d'audit", en: 'audit trail' },
  verify: {
    fr: "vérifie que rien du journal n'a été changé, retiré ni ajouté (code 1 sinon)",
    en: 'check that nothing of the trail was changed, removed or added (code 1 otherwise)',
  },
  known: {
    fr: "entrée et empreinte notées lors d'une vérification précédente : elle doit y être encore",
    en: 'entry and hash noted at a former verification: it must still be there',
  },
  whole: (entries: number) => ({
    fr: `Journal intact : ${entries} ${entries > 1 ? 'entrées' : 'entrée'}`,
    en: `The trail is whole: ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
  }),
  broken: (at: number) => ({
    fr: `Journal altéré : l'entrée ${at} a été changée, retirée ou ajoutée après coup`,
    en: `The trail was tampered with: entry ${at} was changed, removed or added afterwards`,
  }),
  note: (known: string) => ({
    fr: `À noter ailleurs, et à vérifier plus tard par --known : ${known}`,
    en: `To note elsewhere, and check later with --known: ${known}`,
  }),
}
