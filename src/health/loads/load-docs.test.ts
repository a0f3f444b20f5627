import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columnsOf } from '../../exchange/loads/load-kinds.ts'
import { healthLoads } from './health-loads.ts'

const page = readFileSync(new URL('../../../docs/feeding-health.md', import.meta.url), 'utf8')

test.each(healthLoads.kinds)('docs/feeding-health.md tells the columns of $code as they are', (kind) => {
  const [, section = ''] = page.split(`(\`${kind.code}\`)`)
  const rows = section
    .split('\n### ')[0]!
    .split('\n## ')[0]!
    .matchAll(/^\| `(\w+)` \| (mandatory)? ?\| (.*?) \|/gm)
  const told = [...rows].map(([, name, mandatory, rule]) => [name, mandatory !== undefined, rule])
  expect(told).toEqual(columnsOf(kind).map(({ name, mandatory, rule }) => [name, mandatory, rule.en]))
})
