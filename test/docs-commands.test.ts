import { globSync } from 'node:fs'
import { Command } from 'commander'
import { expect, it } from 'vitest'
import type { Cli } from '../src/cli/cli.ts'
import { commands } from '../src/cli/commands.ts'
import { page } from './support/learning-docs.ts'

// Whoever copies a command from the README or a page of docs/ gives one that the program understands.

const pages = ['README.md', ...globSync('docs/*.md')].sort()
const told = pages.flatMap((name) =>
  [...page(name).matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
    [...block!.matchAll(/^\.\/nocturne (.*)$/gm)]
      .map(([, line]) => ({ name, line: line!.trim() }))
      // An abridged value is not one.
      .filter(({ line }) => !line.includes('…')),
  ),
)

it('there are commands to look at', () => {
  expect(told.length).toBeGreaterThan(20)
})

it.each(told)('$name: ./nocturne $line', async ({ line }) => {
  let understood = 0
  const root = new Command('nocturne').option('--json').option('--lang <L>').exitOverride()
  root.configureOutput({ outputError: () => {} })
  // Only what commands are made with: their bodies are not called.
  const cli: Pick<Cli, 'say' | 'action' | 'locale'> = {
    locale: 'en',
    say: ({ en }) => en,
    action: () => async () => void understood++,
  }
  for (const add of commands) add(root, cli as Cli)
  await root.parseAsync(wordsOf(line), { from: 'user' })
  expect(understood).toBe(1)
})

/** As a shell splits it: quotes, and what follows a `#` or a `>` left off. */
function wordsOf(line: string): string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:'[^']*'|"(?:\$\([^)]*\)|[^"])*"|[^\s'"])+/g)) {
    if (word.startsWith('#') || word === '>') break
    words.push(word.replaceAll(/^['"]|['"]$/g, ''))
  }
  return words
}
