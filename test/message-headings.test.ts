import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entityKey } from '../web/src/features/sync/report/entity-name.ts'
import { messageTexts } from '../web/src/features/sync/report/message-texts.ts'
import { syncTexts } from '../web/src/features/sync/texts.ts'

// The page of a report calls by name whatever a tool, an identifier or the frame says of a line or a file. Codes and
// things are looked for in the sources: whoever adds one is told to name it.

const root = join(import.meta.dirname, '..')
const sources = [
  'src/learning/{tools,identity,world,sync}/**/*.ts',
  'src/exchange/command-file/*.ts',
].flatMap((pattern) =>
  globSync(pattern, { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
)
const text = sources.map((source) => source.text).join('\n')

/** Codes put together from a part that is known here: `UNKNOWN_${sought.code}`. */
const composed: Readonly<Record<string, readonly string[]>> = {
  EMPTY_: ['USER', 'COURSE', 'COHORT', 'GROUP', 'GROUPING', 'CATEGORY', 'ROLE'],
  AMBIGUOUS_: ['USER', 'COURSE', 'COHORT', 'GROUP', 'GROUPING', 'CATEGORY', 'ROLE'],
  UNKNOWN_: ['USER', 'COURSE', 'COHORT', 'GROUP', 'GROUPING', 'CATEGORY', 'ROLE'],
  BINDING_: ['CREATED', 'UPDATED', 'ENABLED', 'DISABLED', 'DELETED'],
}

/** In capitals, and no code of a message. */
const others = new Set([
  'ERR_BUFFER_TOO_LARGE',
  'INVALID_SETTING',
  ...[...text.matchAll(/'(SYNC_[A-Z]+)'/g)].map(([, batch]) => batch!),
])

function codes(): string[] {
  const found = new Set(['UNEXPECTED'])
  for (const [, code] of text.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)) found.add(code!)
  // Those that are the names of a record's members.
  for (const [, code] of text.matchAll(/^\s*([A-Z]+(?:_[A-Z]+)+): \{/gm)) found.add(code!)
  for (const [, start] of text.matchAll(/code: `([A-Z_]+)\$\{/g))
    for (const end of composed[start!] ?? [`${start}…`]) found.add(`${start}${end}`)
  return [...found].filter((code) => !others.has(code)).sort()
}

function entities(): string[] {
  const named = [
    ...text.matchAll(/\bentity: '([a-z ]+)'/g),
    ...text.matchAll(/(?:created|removed|deleted)\('([a-z ]+)'/g),
  ]
  return [...new Set(named.map(([, name]) => name!))].sort()
}

test('every code of a message has a heading on the page of a report', () => {
  const headings = Object.keys(messageTexts.fr)
  expect(codes().length).toBeGreaterThan(100)
  expect(codes().filter((code) => !headings.includes(code))).toEqual([])
})

test('no heading is for a code that nothing gives', () => {
  const known = new Set(codes())
  expect(Object.keys(messageTexts.fr).filter((code) => !known.has(code))).toEqual([])
})

test('every thing that a line may change has a name on the page of a report', () => {
  const names = Object.keys(syncTexts.fr.entities)
  expect(entities()).toContain('cohort binding')
  expect(entities().filter((entity) => !names.includes(entityKey(entity)))).toEqual([])
})
