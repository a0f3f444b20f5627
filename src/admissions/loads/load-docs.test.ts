import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columnsOf } from '../../exchange/loads/load-kinds.ts'
import { admissionsLoads } from './admissions-loads.ts'

const page = readFileSync(new URL('../../../docs/feeding-admissions.md', import.meta.url), 'utf8')

test.each(admissionsLoads.kinds)(
  'docs/feeding-admissions.md tells the columns of $code as they are',
  (kind) => {
    const [, section = ''] = page.split(`(\`${kind.code}\`)`)
    const rows = section
      .split('\n### ')[0]!
      .split('\n## ')[0]!
      .matchAll(/^\| `(\w+)` \| (mandatory)? ?\| (.*?) \|/gm)
    const told = [...rows].map(([, name, mandatory, rule]) => [name, mandatory !== undefined, rule])
    expect(told).toEqual(columnsOf(kind).map(({ name, mandatory, rule }) => [name, mandatory, rule.en]))
  },
)
