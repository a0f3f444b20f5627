import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// Whoever reads the audit trail reads words: every act that the program writes down has them, in both languages.

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const words = read('web/src/features/audit/texts.ts')

const sources = globSync('{src/**/*.ts,migrations/*.sql}', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map(read)
const literals = new Set(
  sources.flatMap((text) =>
    [...text.matchAll(/'([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)'/g)].map(([, name]) => name!),
  ),
)

/** Texts of this form that name no act: of a family of acts, yet a file, a column or a key. */
const others = [
  'account.id',
  'file.name',
  'motive.id',
  'motive.reference',
  'encryption.keys',
  'scan.pdf',
  'journal.jsonl',
  'report.body',
  'report.txt',
  'account.id',
  'account.validated',
  'admissions.campaign-data',
  'admissions.closed-doors',
  'admissions.reference-data',
]

/** Tables of the schema `admissions`, named like the acts of that family. */
const tables = new Set(
  sources.flatMap((text) =>
    [...text.matchAll(/^create table (admissions\.[a-z]+)\b/gm)].map(([, name]) => name!),
  ),
)
const families = new Set([...words.matchAll(/^ {6}'([a-z-]+)\.[a-z-]+':/gm)].map(([, family]) => family))
const acts = [...literals]
  .filter((name) => families.has(name.split('.')[0]!) && !others.includes(name) && !tables.has(name))
  .sort()

it('knows many acts', () => expect(acts.length).toBeGreaterThan(80))

it.each(acts)('%s has its words', (act) => {
  expect(words.match(new RegExp(`^ {6}'${act.replace('.', '\\.')}':`, 'gm'))).toHaveLength(2)
})
