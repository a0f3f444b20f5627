import type { Command } from 'commander'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'

/** `doctor`: is everything there that the night needs, and what to do where it is not. */
export function addDoctor(root: Command, cli: Cli): void {
  root
    .command('doctor')
    .description(cli.say(texts.description))
    .action(
      cli.action(async () => {
        const findings: Finding[] = []
        for await (const finding of examine(cli.configuration)) {
          findings.push(finding)
          if (!cli.json) cli.print(findingText(finding, cli))
        }
        const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length
        const summary = { ok: count('ok'), attention: count('attention'), fault: count('fault') }
        if (cli.json)
          cli.printJson({
            ...summary,
            findings: findings.map(({ check, state, message, advice }) => ({
              check,
              state,
              message: cli.say(message),
              advice: advice === null ? null : cli.say(advice),
            })),
          })
        else cli.print(`\n${summaryText(summary, cli)}`)
        return summary.fault > 0 ? exitCodes.failure : exitCodes.done
      }),
    )
}

function findingText({ name, state, message, advice }: Finding, cli: Cli): string {
  const line = `${cli.say(words[state]).padEnd(stateWidth)}  ${cli.say(name).padEnd(nameWidth)}  ${cli.say(message)}`
  return advice === null ? line : `${line}\n${' '.repeat(stateWidth + nameWidth + 4)}→ ${cli.say(advice)}`
}

const nameWidth = 21
const stateWidth = 9

function summaryText(summary: { ok: number; attention: number; fault: number }, cli: Cli): string {
  return cli.locale === 'fr'
    ? `${summary.ok} en ordre, ${summary.attention} à surveiller, ${summary.fault} défaut(s)`
    : `${summary.ok} in order, ${summary.attention} to watch, ${summary.fault} fault(s)`
}

const words = {
  ok: { fr: 'OK', en: 'OK' },
  attention: { fr: 'ATTENTION', en: 'ATTENTION' },
  fault: { fr: 'DÉFAUT', en: 'FAULT' },
}

const texts = {
  description: {
    fr: "contrôle l'installation et dit quoi faire (code 1 s'il y a un défaut)",
    en: 'check the installation and say what to do (code 1 on a fault)',
  },
}
