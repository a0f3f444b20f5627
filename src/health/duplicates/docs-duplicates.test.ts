import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reasonCodes } from './score.ts'
import { blockCodes } from './search/block-keys.ts'

test('docs/duplicates.md tells of every component of a score and of every way of meeting', () => {
  const page = readFileSync(new URL('../../../docs/duplicates.md', import.meta.url), 'utf8')
  const told = [...reasonCodes, ...blockCodes.map((code) => `paires_${code}`)]
  expect(told.filter((code) => !page.includes(`\`${code}\``))).toEqual([])
})
