import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { page } from './support/learning-docs.ts'

// docs/privacy.md is what a data-protection officer goes by: no table of the health service or of admissions is missing.

const migrations = join(import.meta.dirname, '..', 'migrations')

/** Reference tables of the information system (its users apart), and which form or attachment a formation asks for. */
const namesNobody = /^siscol_(?!user)|^formation_|^demo_marker$/

test.each([
  ['the health service', '{004,010,011,012,013,014}*.sql'],
  ['admissions', '02*.sql'],
])('docs/privacy.md says of every table of %s what it keeps', (_, files) => {
  const tables = globSync(files, { cwd: migrations })
    .flatMap((file) => [
      ...readFileSync(join(migrations, file), 'utf8').matchAll(
        /^create (?:unlogged )?table (?:admissions\.)?(\w+)/gm,
      ),
    ])
    .map(([, name]) => name!)
    .filter((name) => !namesNobody.test(name))
  expect(tables.length).toBeGreaterThan(25)
  const rows = page('docs/privacy.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const told = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  expect(tables.filter((name) => !told.includes(name))).toEqual([])
})
