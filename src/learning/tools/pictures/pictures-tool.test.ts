import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDriver } from '../../../../test/support/learning.ts'
import { image, unzipped, zipOf } from '../../../../test/support/picture-archive.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { openOutputs } from '../../../exchange/command-file/file-outputs.ts'
import type { JournalLine } from '../../../exchange/command-file/journal-file.ts'
import { processCommandFile } from '../../../exchange/command-file/process-command-file.ts'
import { emptyTally } from '../../../exchange/line-outcome.ts'
import { settingsStore } from '../../../platform/settings.ts'
import { learningSettings } from '../../application.ts'
import { openPictureRows } from './picture-rows.ts'
import { makePicturesTool, pictureChunkRows } from './pictures-tool.ts'

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    `insert into learning.app_user (username, idnumber, email, firstname, lastname)
     select 'testun' || n, 'E' || (1000 + n), 'testun' || n || '@example.org', 'Camille', 'TESTUN'
     from generate_series(1, 400) n`,
  )
})
afterAll(() => database.drop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'))
  await database.pool.query('delete from learning.user_picture; delete from setting')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A square of one bit a pixel: small in the archive, 1.2 GB once decoded to colours. */
function blackPng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 1
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(side * (side / 8 + 1)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Takes an archive through the real frame and store; what became of it, entry by entry. */
async function sync(
  archive: Buffer,
  options: { settings?: Record<string, unknown>; simulate?: boolean; chunk?: number } = {},
) {
  const settings = settingsStore(database, learningSettings)
  for (const [key, value] of Object.entries(options.settings ?? {})) await settings.set(key, value, 'test')
  const simulation = options.simulate ?? false
  const work = await mkdtemp(join(folder, 'run-'))
  await writeFile(join(work, 'file'), archive)
  const file = await open(join(work, 'file'))
  const session = await testDriver(database).open(simulation ? 'simulate' : 'apply')
  try {
    const opened = await openPictureRows(file)
    if (!opened.ok)
      return { faults: opened.faults.map((fault) => fault.code), told: [], retry: null, journal: [] }
    const tool = await makePicturesTool({
      settings,
      now: 0,
      timeZone: 'Europe/Paris',
      simulate: simulation,
      readFile: async () => null,
      warn: () => {},
    })
    const outputs = openOutputs(work, opened.rows, {
      simulation,
      lengths: { report: 0, journal: 0, retry: 0 },
    })
    const told: string[] = []
    const journal: JournalLine[] = []
    const spied = {
      ...outputs,
      report: outputs.report,
      retry: outputs.retry,
      journal: {
        ...outputs.journal,
        add(entry: JournalLine) {
          if (entry.line === null) return
          journal.push(entry)
          const codes = entry.messages.filter((one) => one.severity !== 'info').map((one) => one.code)
          told.push([entry.line, entry.outcome, ...codes].join(' '))
        },
      },
    }
    await processCommandFile({
      file,
      bytes: archive.length,
      rows: opened.rows,
      tool,
      session,
      simulation,
      from: {
        phase: 'rows',
        next: opened.rows.begin,
        tally: { ...emptyTally(), comments: 0, oldComments: 0 },
        faults: [],
        memory: undefined,
        outputs: { report: 0, journal: 0, retry: 0 },
        conclusion: null,
        stopped: null,
      },
      outputs: spied,
      save: async () => {},
      signal: new AbortController().signal,
      stoppedBy: () => null,
      progress: () => {},
      chunkRows: options.chunk ?? pictureChunkRows,
    })
    outputs.close()
    return { faults: [], told, journal, retry: await readFile(outputs.retry.path).catch(() => null) }
  } finally {
    await session.close()
    await file.close()
  }
}

async function pictures() {
  const { rows } = await database.pool.query(
    `select u.idnumber, p.source_name as name, p.mime, p.width, p.height, encode(p.sha256, 'hex') as sha256, p.md5, p.content
     from learning.user_picture p join learning.app_user u on u.id = p.user_id order by 1`,
  )
  return rows
}

describe('archives of pictures', () => {
  it('plays the example of the specification: two pictures set, one user unknown', async () => {
    const archive = await zipOf({
      'E1001.jpg': await image(10).jpeg().toBuffer(),
      'E1002.png': await image(20).png().toBuffer(),
      'X9.png': await image(30).png().toBuffer(),
    })
    const { told } = await sync(archive)
    expect(told).toEqual(['1 created', '2 created', '3 rejected UNKNOWN_USER'])
    expect((await pictures()).map(({ idnumber, name, mime }) => [idnumber, name, mime])).toEqual([
      ['E1001', 'E1001.jpg', 'image/webp'],
      ['E1002', 'E1002.png', 'image/webp'],
    ])
  })

  it('300 real images in sub-folders: each stored; the same archive again changes nothing', async () => {
    const files: Record<string, Buffer> = {}
    for (let n = 1; n <= 300; n++) {
      const made = image(n % 256, 200 + n, 300)
      const name = `groupe ${n % 7}/E${1000 + n}`
      if (n % 3 === 0) files[`${name}.PNG`] = await made.png().toBuffer()
      else if (n % 3 === 1) files[`${name}.jpeg`] = await made.jpeg().toBuffer()
      else files[`${name}.gif`] = await made.gif().toBuffer()
    }
    const archive = await zipOf(files)
    const first = await sync(archive)
    expect(new Set(first.told.map((one) => one.split(' ')[1]))).toEqual(new Set(['created']))
    expect(first.told).toHaveLength(300)
    const stored = await pictures()
    expect(stored).toHaveLength(300)
    expect(new Set(stored.map(({ width, height }) => width === height && width <= 512))).toEqual(
      new Set([true]),
    )
    const second = await sync(archive)
    expect(new Set(second.told.map((one) => one.split(' ')[1]))).toEqual(new Set(['unchanged']))
    expect(second.retry).toBeNull()
  }, 120_000)

  it('a simulation has the outcomes of the real run and writes nothing; so do single entries', async () => {
    const archive = await zipOf({
      'E1001.jpg': await image(10).jpeg().toBuffer(),
      'E1002.jpg': Buffer.from('du texte'),
      'X9.png': await image(30).png().toBuffer(),
      'a/E1001.png': await image(40).png().toBuffer(),
    })
    const simulated = await sync(archive, { simulate: true })
    expect(await pictures()).toEqual([])
    expect(simulated.retry).toBeNull()
    const alone = await sync(archive, { chunk: 1 })
    await database.pool.query('delete from learning.user_picture')
    const real = await sync(archive)
    expect(real.told).toEqual([
      '1 created',
      '2 rejected NOT_AN_IMAGE',
      '3 rejected UNKNOWN_USER',
      '4 rejected SECOND_PICTURE',
    ])
    expect(simulated.told).toEqual(real.told)
    expect(alone.told).toEqual(real.told)
  })

  it('pictures are turned upright, cut square, made small, and say nothing of where they were taken', async () => {
    const source = await sharp({
      create: { width: 1600, height: 800, channels: 3, background: { r: 0, g: 0, b: 255 } },
    })
      .composite([
        {
          input: await image(255, 800, 800).png().toBuffer(),
          left: 0,
          top: 0,
        },
      ])
      .withExif({ IFD0: { Copyright: 'TESTUN Camille' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(source).metadata()).exif).toBeDefined()
    await sync(await zipOf({ 'E1001.jpg': source }))
    const [stored] = await pictures()
    const { width, height, exif, format } = await sharp(stored.content).metadata()
    expect({ width, height, exif, format }).toEqual({
      width: 512,
      height: 512,
      exif: undefined,
      format: 'webp',
    })
    // Turned a quarter to the right, what was on the left is on top.
    const { data } = await sharp(stored.content).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect(data[(20 * 512 + 256) * 3]!).toBeGreaterThan(200)
    expect(data[(490 * 512 + 256) * 3]!).toBeLessThan(60)
  })

  it('the sums of the source are stored', async () => {
    const source = await image(10).jpeg().toBuffer()
    const { createHash } = await import('node:crypto')
    await sync(await zipOf({ 'E1001.jpg': source }))
    expect((await pictures())[0]).toMatchObject({
      sha256: createHash('sha256').update(source).digest('hex'),
      md5: createHash('md5').update(source).digest('hex'),
      width: 40,
      height: 40,
    })
  })

  it('users are matched by the configured field, trimmed, user names in any case', async () => {
    const one = await image(1).jpeg().toBuffer()
    const field = (value: string) => ({ settings: { 'learning.pictures.user-field': value } })
    const { rows } = await database.pool.query(`select id from learning.app_user where username = 'testun5'`)
    expect((await sync(await zipOf({ ' TESTUN1 .jpg': one }), field('username'))).told).toEqual(['1 created'])
    expect((await sync(await zipOf({ 'Testun2@1.jpg': one }), field('hostedusername'))).told).toEqual([
      '1 created',
    ])
    expect((await sync(await zipOf({ 'testun3@Example.org.jpg': one }), field('email'))).told).toEqual([
      '1 created',
    ])
    expect(
      (await sync(await zipOf({ [`${rows[0].id}.jpg`]: one, 'abc.jpg': one }), field('id'))).told,
    ).toEqual(['1 created', '2 rejected NOT_A_NUMBER'])
    expect((await pictures()).map(({ idnumber }) => idnumber)).toEqual(['E1001', 'E1002', 'E1003', 'E1005'])
  })

  it('accounts of another host have pictures by their hosted name only', async () => {
    await database.pool.query(
      `insert into learning.app_user (username, idnumber, firstname, lastname, host_id)
       values ('testun1', 'E9001', 'Claude', 'TESTDEUX', 2)`,
    )
    const one = await image(1).jpeg().toBuffer()
    const field = (value: string) => ({ settings: { 'learning.pictures.user-field': value } })
    expect((await sync(await zipOf({ 'testun1.jpg': one }), field('username'))).told).toEqual(['1 created'])
    expect((await sync(await zipOf({ 'E9001.jpg': one }), field('idnumber'))).told).toEqual([
      '1 rejected UNKNOWN_USER',
    ])
    expect((await sync(await zipOf({ 'testun1@2.jpg': one }), field('hostedusername'))).told).toEqual([
      '1 created',
    ])
    expect((await pictures()).map(({ idnumber }) => idnumber)).toEqual(['E1001', 'E9001'])
    await database.pool.query('delete from learning.app_user where host_id = 2')
  })

  it('hidden entries, folders and those of macOS do not count', async () => {
    const one = await image(1).jpeg().toBuffer()
    const { told } = await sync(
      await zipOf({
        '.DS_Store': one,
        '__MACOSX/._E1001.jpg': one,
        '.caché/E1002.jpg': one,
        'E1003.jpg': one,
      }),
    )
    expect(told).toEqual(['1 created'])
  })

  it('encrypted entries, archives, other files and files without extension are errors, told by name', async () => {
    const one = await image(1).jpeg().toBuffer()
    const archive = await zipOf({
      'E1001.jpg': one,
      'E1002.zip': await zipOf({}),
      'E1003.txt': one,
      E1004: one,
    })
    // The first bit of the flags, in the local header and in the directory.
    const directory = archive.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
    archive[6] = archive[6]! | 1
    archive[directory + 8] = archive[directory + 8]! | 1
    const { told, journal } = await sync(archive)
    expect(told).toEqual([
      '1 rejected ENCRYPTED_ENTRY',
      '2 rejected NESTED_ARCHIVE',
      '3 rejected UNEXPECTED_EXTENSION',
      '4 rejected NO_EXTENSION',
    ])
    expect(journal.map((line) => line.messages[0]!.text.fr.split(' ')[0])).toEqual([
      'E1001.jpg',
      'E1002.zip',
      'E1003.txt',
      'E1004',
    ])
  })

  it('an image of more than 5 MiB is an error, an archive of more than 200 MiB is refused before it is unpacked', async () => {
    const large = await sync(await zipOf({ 'E1001.jpg': Buffer.alloc(5 * 1024 * 1024 + 1) }))
    expect(large.told).toEqual(['1 rejected IMAGE_TOO_LARGE'])
    const bomb = await zipOf(
      Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`E${n}.jpg`, Buffer.alloc(4 * 1024 * 1024)])),
    )
    expect(bomb.length).toBeLessThan(1024 * 1024)
    expect((await sync(bomb)).faults).toEqual(['TOO_LARGE_UNPACKED'])
  })

  it('a bomb that lies about its size is an error, and is not unpacked beyond what it says', async () => {
    const archive = await zipOf({ 'E1001.jpg': Buffer.alloc(50 * 1024 * 1024) })
    const directory = archive.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
    archive.writeUInt32LE(1000, directory + 24)
    expect((await sync(archive)).told).toEqual(['1 rejected UNREADABLE_ENTRY'])
  })

  it('a path that leads out of the archive refuses it', async () => {
    for (const name of ['../../E1001.jpg', '/etc/E1001.jpg', 'a/../E1001.jpg']) {
      const archive = await zipOf({ [name.replaceAll(/[./]/g, 'z')]: await image(1).jpeg().toBuffer() })
      const hostile = Buffer.from(
        archive.toString('latin1').replaceAll(name.replaceAll(/[./]/g, 'z'), name),
        'latin1',
      )
      expect((await sync(hostile)).faults).toEqual(['UNSAFE_PATH'])
    }
  })

  it('a PNG of 20,000 by 20,000 pixels is refused without taking the memory of one', async () => {
    const huge = blackPng(20_000)
    expect(huge.length).toBeLessThan(5 * 1024 * 1024)
    const archive = await zipOf({ 'E1001.png': huge })
    expect((await sync(await zipOf({ 'E1002.png': blackPng(800) }))).told).toEqual(['1 created'])
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 2)
    const { told } = await sync(archive)
    clearInterval(watch)
    most = Math.max(most, process.memoryUsage().rss)
    expect(told).toEqual(['1 rejected TOO_MANY_PIXELS'])
    expect(most - before).toBeLessThan(100 * 1024 * 1024)
  }, 60_000)

  it('vector images and truncated ones are refused', async () => {
    const whole = await sharp(await image(9, 900, 900).png().toBuffer())
      .composite([])
      .jpeg()
      .toBuffer()
    const noisy = await sharp({
      create: {
        width: 400,
        height: 400,
        channels: 3,
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
        background: '#000',
      },
    })
      .jpeg()
      .toBuffer()
    const { told } = await sync(
      await zipOf({
        'E1001.jpg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        'E1002.jpg': noisy.subarray(0, noisy.length >> 1),
        'E1003.jpg': whole,
      }),
    )
    expect(told).toEqual(['1 rejected NOT_AN_IMAGE', '2 rejected DAMAGED_IMAGE', '3 created'])
  })

  it('the retry archive holds the failing entries as they were, and can be dropped again', async () => {
    const good = await image(1).jpeg().toBuffer()
    const archive = await zipOf({
      'E1001.jpg': good,
      'dossier/X9 é.png': await image(2).png().toBuffer(),
      'E1003.jpg': Buffer.from('du texte '.repeat(1000)),
      'E1004.txt': Buffer.from('une note'),
    })
    const { told, retry } = await sync(archive)
    expect(told.filter((one) => one.includes('rejected'))).toHaveLength(3)
    const files = await unzipped(retry!)
    expect(Object.keys(files)).toEqual(['E1003.jpg', 'E1004.txt', 'dossier/X9 é.png'])
    expect(files['E1003.jpg']!.toString()).toBe('du texte '.repeat(1000))
    expect((await sync(retry!)).told).toEqual([
      '1 rejected NOT_AN_IMAGE',
      '2 rejected UNEXPECTED_EXTENSION',
      '3 rejected UNKNOWN_USER',
    ])
  })

  it('a retry archive is gone on with at a remembered length', async () => {
    const names = ['A', 'B', 'C', 'D'].map((name) => `${name}.txt`)
    const archive = await zipOf(
      Object.fromEntries(names.map((name) => [name, Buffer.from(name.repeat(100))])),
    )
    await writeFile(join(folder, 'file'), archive)
    const file = await open(join(folder, 'file'))
    try {
      const opened = await openPictureRows(file)
      if (!opened.ok) throw new Error('unreadable')
      const entries = []
      for await (const batch of opened.rows.read(opened.rows.begin)) entries.push(...batch.entries)
      const path = join(folder, 'retry')
      const first = opened.rows.openRetry(path)
      first.add(entries[0]!, file)
      first.add(entries[1]!, file)
      first.sync()
      const remembered = first.bytes
      first.add(entries[2]!, file)
      first.close()
      const second = opened.rows.openRetry(path, remembered)
      expect(second.bytes).toBe(remembered)
      second.add(entries[3]!, file)
      second.close()
      second.close()
      expect(Object.keys(await unzipped(await readFile(path)))).toEqual(['A.txt', 'B.txt', 'D.txt'])
      const batches = opened.rows.read(entries[1]!.end)
      const rest = (await batches[Symbol.asyncIterator]().next()).value!.entries
      expect(rest.map((entry: { line: number }) => entry.line)).toEqual([3, 4])
    } finally {
      await file.close()
    }
  })
})

describe('cases of learning.md 7.3', () => {
  it('P01: a file without extension and a text renamed .jpg are errors, listed', async () => {
    const { told } = await sync(
      await zipOf({ E1001: await image(1).jpeg().toBuffer(), 'E1002.jpg': Buffer.from('du texte') }),
    )
    expect(told).toEqual(['1 rejected NO_EXTENSION', '2 rejected NOT_AN_IMAGE'])
  })

  it('P02: an unknown user is an error, listed', async () => {
    const { told, journal } = await sync(await zipOf({ 'X9.jpg': await image(1).jpeg().toBuffer() }))
    expect(told).toEqual(['1 rejected UNKNOWN_USER'])
    expect(journal[0]!.messages[0]!.text.fr).toMatch(/^X9\.jpg : Utilisateur inconnu/)
  })

  it('P03: an existing picture is kept when replacing is off, and replaced when it is on', async () => {
    await sync(await zipOf({ 'E1001.jpg': await image(1).jpeg().toBuffer() }))
    const other = await zipOf({ 'E1001.jpg': await image(99).jpeg().toBuffer() })
    const off = await sync(other, { settings: { 'learning.pictures.overwrite': false } })
    expect(off.told).toEqual(['1 unchanged'])
    expect(off.journal[0]!.messages[0]!.code).toBe('PICTURE_KEPT')
    const on = await sync(other, { settings: { 'learning.pictures.overwrite': true } })
    expect(on.told).toEqual(['1 updated'])
  })

  it('P04: a corrupt ZIP is refused as a whole', async () => {
    const archive = await zipOf({ 'E1001.jpg': await image(1).jpeg().toBuffer() })
    for (const broken of [
      Buffer.alloc(0),
      Buffer.from('PK et du texte'),
      archive.subarray(0, archive.length - 30),
    ])
      expect((await sync(broken)).faults).toEqual(['CORRUPT_ARCHIVE'])
    expect(await pictures()).toEqual([])
  })
})
