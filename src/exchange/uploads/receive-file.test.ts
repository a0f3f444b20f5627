import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { receiveFile } from './receive-file.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'nocturne-receive-'))
const patient = new AbortController().signal

test('what comes is what lies there, with its digest, for nobody else to read', async () => {
  const path = join(folder(), 'x')
  const bytes = Buffer.alloc(300_000, 'abc')
  const received = await receiveFile(Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]), path, {
    largestBytes: 300_000,
    signal: patient,
  })
  expect(received).toEqual({ bytes: 300_000, sha256: createHash('sha256').update(bytes).digest('hex') })
  expect(readFileSync(path)).toEqual(bytes)
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
})

test('one byte too many, a broken source, somebody who gives up: nothing is left', async () => {
  const directory = folder()
  const limits = { largestBytes: 10, signal: patient }
  const into = (source: Readable, given = limits) => receiveFile(source, join(directory, 'x'), given)
  await expect(into(Readable.from([Buffer.alloc(11)]))).rejects.toMatchObject({ fault: 'too-large' })
  async function* breaks() {
    yield Buffer.alloc(5)
    throw new Error('reset')
  }
  await expect(into(Readable.from(breaks()))).rejects.toMatchObject({ fault: 'cut-off' })
  const controller = new AbortController()
  const endless = new Readable({ read() {} })
  endless.push(Buffer.alloc(5))
  const waiting = into(endless, { largestBytes: 10, signal: controller.signal })
  controller.abort(new Error('too slow'))
  await expect(waiting).rejects.toThrow('too slow')
  expect(readdirSync(directory)).toEqual([])
})

test('a file that is there already is never written over', async () => {
  const path = join(folder(), 'x')
  writeFileSync(path, 'first')
  await expect(
    receiveFile(Readable.from([Buffer.alloc(5)]), path, { largestBytes: 10, signal: patient }),
  ).rejects.toMatchObject({ code: 'EEXIST' })
  expect(readFileSync(path, 'utf8')).toBe('first')
})

test('no more room: said as such, and nothing is left', () => {
  const directory = folder()
  const receive = fileURLToPath(new URL('./receive-file.ts', import.meta.url))
  const program = `
    const { receiveFile } = await import(${JSON.stringify(receive)})
    const { Readable } = await import('node:stream')
    const source = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(10_000)))
    const limits = { largestBytes: 1e9, signal: new AbortController().signal }
    await receiveFile(source, process.argv[1], limits).catch((error) => console.log(error.fault))`
  // The system refuses what goes beyond 100 blocks, as a full disk would.
  const ran = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 100; exec "$@"',
      'sh',
      process.execPath,
      '--input-type=module',
      '-e',
      program,
      join(directory, 'x'),
    ],
    { encoding: 'utf8' },
  )
  expect([ran.stdout.trim(), ran.stderr]).toEqual(['no-room', ''])
  expect(readdirSync(directory)).toEqual([])
})
