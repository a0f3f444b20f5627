import { createInterface } from 'node:readline/promises'
import type { Text } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'

/** Asks before what cannot be undone; nobody to ask, or another answer than yes, is a refusal. */
export async function askFirst(cli: Cli, question: Text): Promise<void> {
  if (cli.input.isTTY !== true) throw refusal
  const terminal = createInterface({ input: cli.input, output: cli.errorStream })
  try {
    const answer = await terminal.question(`${cli.say(question)} [${cli.locale === 'fr' ? 'o/N' : 'y/N'}] `)
    if (!/^(o|oui|y|yes)$/i.test(answer.trim())) throw refusal
  } finally {
    terminal.close()
  }
}

const refusal = new CommandFailure(exitCodes.refused, 'CONFIRMATION_REQUIRED', {
  fr: 'Rien n’a été supprimé : à confirmer, ou avec --yes',
  en: 'Nothing was removed: to be confirmed, or with --yes',
})
