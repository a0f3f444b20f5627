import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { SettingDefinition } from '../../src/platform/settings.ts'

/** What docs/command-files.md says, taken apart for the test that holds it true. */

export function page(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
}

export interface FileSection {
  readonly tool: string
  readonly text: string
  readonly columns: readonly DocumentedColumn[]
  /** Null: it is no CSV. */
  readonly sample: string | null
  /** What each line of the sample comes to, and when it is played again. */
  readonly outcomes: readonly { readonly line: number; readonly first: string; readonly again: string }[]
}

export interface DocumentedColumn {
  /** `topicN`: a number stands for the N. */
  readonly name: string
  readonly mandatory: 'yes' | 'one of these' | ''
}

/** The sections whose heading names a tool: « ## Users — `users` ». */
export function fileSections(text: string): FileSection[] {
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const tool = /^.* — `([a-z-]+)`\n/.exec(section)?.[1]
      if (tool === undefined) return []
      return [
        {
          tool,
          text: section,
          columns: columnsOf(section),
          sample: /^```csv\n(.*?)^```$/ms.exec(section)?.[1] ?? null,
          outcomes: [...section.matchAll(/^\| (\d+) \| .* \| (\w+) \| (\w+) \|$/gm)].map(
            ([, line, first, again]) => ({ line: Number(line), first: first!, again: again! }),
          ),
        },
      ]
    })
}

/** Rows of the table whose head has a column « mandatory ». */
function columnsOf(section: string): DocumentedColumn[] {
  const table = /^\| \w+ \| mandatory \|.*\n\|[-| ]+\n((?:\|.*\n)+)/m.exec(section)?.[1] ?? ''
  return table
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [, names = '', mandatory = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim())
      return [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => ({
        name: name!,
        mandatory: mandatory as DocumentedColumn['mandatory'],
      }))
    })
}

/** The table of settings, as the page must have it. */
export function settingsTable(definitions: readonly SettingDefinition[]): string {
  return [
    '| key | caption | default | choices |',
    '| --- | --- | --- | --- |',
    ...definitions.map(({ key, label, default: usual, schema }) => {
      const choices = schema instanceof z.ZodEnum ? schema.options.map((one) => `\`${one}\``).join(', ') : ''
      return `| \`${key}\` | ${label.fr.replaceAll('|', '\\|')} | \`${JSON.stringify(usual)}\` | ${choices} |`
    }),
  ].join('\n')
}
