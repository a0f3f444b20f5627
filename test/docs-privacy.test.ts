import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { page } from './support/learning-docs.ts'

// docs/privacy.md is what a data-protection officer goes by: no table of the health service is missing from it.

const migrations = join(import.meta.dirname, '..', 'migrations')

test('docs/privacy.md says of every table of the health service what it keeps', () => {
  const tables = globSync('{004,010,011,012,013,014}*.sql', { cwd: migrations }).flatMap((file) =>
    [...readFileSync(join(migrations, file), 'utf8').matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(
      ([, name]) => name!,
    ),
  )
  expect(tables.length).toBeGreaterThan(25)
  const rows = page('docs/privacy.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const told = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  expect(tables.filter((name) => !told.includes(name))).toEqual([])
})
