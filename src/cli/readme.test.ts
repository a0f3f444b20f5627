import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configurationTable } from '../platform/describe-configuration.ts'
import { exitCodeMeanings, exitCodes } from './exit-codes.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

test('the configuration table of the README is the one of the program (./nocturne config --markdown)', () => {
  const written = /<!-- configuration -->\n([\s\S]*?)\n<!-- \/configuration -->/.exec(readme)?.[1]
  expect(written).toBe(configurationTable())
})

test.each(Object.entries(exitCodes))('the README tells the exit code of %s', (name, code) => {
  const meaning = exitCodeMeanings[name as keyof typeof exitCodes].en
  expect(readme).toContain(`| ${code} | ${meaning} |`)
})
