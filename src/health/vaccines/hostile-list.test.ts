import { expect, test } from 'vitest'
import { gatherList } from './gather-list.ts'
import { readPage, SourceFailure, type VaccineSource } from './vaccine-source.ts'

function refusalOf(json: string): string {
  try {
    readPage(json, 'la source')
  } catch (error) {
    expect(error).toBeInstanceOf(SourceFailure)
    return (error as Error).message
  }
  return 'taken'
}

test.each([
  ['NUL in a name', '[{"id": "1", "name": "A\\u0000B"}]', 'champ name'],
  [
    'half a character in a description',
    '[{"id": 1, "name": "A", "short_description": "\\ud800"}]',
    'short_desc',
  ],
  ['a control character in an identifier', '[{"id": "1\\u001b[2J", "name": "A"}]', 'champ id'],
  [
    'NUL in the identifier of a disease',
    '[{"id":1,"name":"A","diseases":[{"id":"\\u0000","name":"B"}]}]',
    'diseases',
  ],
  [
    'a million codes of one vaccine',
    `[{"id":1,"name":"A","cip_codes":[${'null,'.repeat(999_999)}null]}]`,
    'cip_codes',
  ],
  ['a million names that are none', `{"vaccines":[${'0,'.repeat(999_999)}0]}`, 'plus de 100000 vaccins'],
  ['a hundred thousand vaccines that are none', `[${'0,'.repeat(99_999)}0]`, 'vaccin n° 1'],
  ['brackets without end', '['.repeat(1_000_000), 'pas du JSON'],
])('%s is refused at once, with where it is', (_, json, where) => {
  const begun = performance.now()
  expect(refusalOf(json)).toContain(where)
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('keys that a program might trip over are data like others, and what is not known is left', () => {
  const { vaccines } = readPage(
    '[{"id": 1, "name": "<script>", "__proto__": {"french": true}, "constructor": {"prototype": {"x": 1}}, "url": "javascript:x"}]',
    'la source',
  )
  expect(vaccines).toEqual([expect.objectContaining({ name: '<script>', french: null })])
  expect(JSON.stringify(vaccines)).not.toMatch(/javascript|__proto__|constructor/)
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test('a source of empty pages that always promise another one is given up', async () => {
  let asked = 0
  const endless: VaccineSource = {
    reference: 'essai',
    list: async () => ({ vaccines: [], next: String(++asked), complete: true }),
  }
  await expect(gatherList(endless, new AbortController().signal)).rejects.toThrow('ne finit pas')
  expect(asked).toBeLessThan(20_000)
})
