import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonFileSource } from './json-file.ts'
import { describeVaccineSource } from './suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-vaccines-'))
const path = join(folder, 'vaccins.json')

describeVaccineSource(async (json) => {
  writeFileSync(path, json)
  return jsonFileSource(path)
})

test('a file that is not there says what to do; one over 20 MB or not in UTF-8 is refused', async () => {
  const signal = new AbortController().signal
  const failure = async (bytes: Buffer | null) => {
    if (bytes !== null) writeFileSync(path, bytes)
    const source = jsonFileSource(bytes === null ? join(folder, 'nothing.json') : path)
    return await source.list(null, signal).catch((error: Error) => error.message)
  }
  expect(await failure(null)).toContain('envoyez-en une depuis la page Vaccins')
  expect(await failure(Buffer.alloc(20_000_001, ' '))).toContain('20 Mo')
  expect(await failure(Buffer.from([0x5b, 0xe9, 0x5d]))).toContain('UTF-8')
})
