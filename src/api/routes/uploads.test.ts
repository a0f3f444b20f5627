import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { file, header, line } from '../../../test/support/student-import.ts'
import { beginUpload, send, upload } from '../../../test/support/student-upload.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { forgetOldUploads } from '../../exchange/uploads/upload-store.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    realApplications: true,
    services: { uploadPace: { idleMs: 300, leastBytesPerSecond: 10_000, graceMs: 1_000 } },
  })
  operator = await node.signIn({ roles: { health: 'operator' } })
  administrator = await node.signIn({ roles: { health: 'administrator' } })
  await node.listen()
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const folder = () => join(node.installation.place.dataDirectory, 'uploads')
const filesLeft = () => (existsSync(folder()) ? readdirSync(folder()) : [])
const rowsLeft = async () => (await database.pool.query('select id from upload')).rows.map((row) => row.id)
async function nothingLeft() {
  expect(filesLeft()).toEqual([])
  expect(await rowsLeft()).toEqual([])
}
async function emptied() {
  for (const id of await rowsLeft()) await administrator.delete(`/api/uploads/${id}`)
  await nothingLeft()
}

test('a file is received and told as the import would read it', async () => {
  const bytes = file(
    line({ COD_NNE: '0TESTUN0019', MAIL: 'zoe@example.org', COD_NNI: '205039999900139' }),
    line({ NOM: 'TESTDEUX' }),
    ';;;',
    line({ NOM: 'TESTTROIS', COD_NNE: '???', MAIL: '\u00a0' }),
    line({ NOM: '<script>alert(1)</script>' }),
  )
  const answer = await send(operator, bytes)
  expect(answer.status).toBe(201)
  const body = (await answer.json()) as Record<string, never> & {
    id: string
    reading: Record<string, unknown>
  }
  expect(body).toMatchObject({
    fileName: 'etudiants.csv',
    bytes: bytes.length,
    reading: {
      refusal: null,
      encoding: {
        name: 'ISO-8859-1/Windows-1252',
        proof: { fr: 'Aucune séquence UTF-8, octets 0x80–0xFF présents : ISO-8859-1/Windows-1252' },
      },
      lineEnding: 'CRLF',
      lines: 4,
      blankLines: 1,
      headerErrors: [],
      formatVersion: '1.2.1',
      ineShare: 0.25,
    },
  })
  const reading = body.reading as {
    header: string[]
    firstLines: { line: number; fields: string[] }[]
    fillRates: { column: string; share: number }[]
  }
  expect(reading.header.join(';')).toBe(header)
  expect(reading.firstLines.map((shown) => [shown.line, shown.fields[4]])).toEqual([
    [2, 'TESTUN'],
    [3, 'TESTDEUX'],
    [5, 'TESTTROIS'],
    [6, '<script>alert(1)</script>'],
  ])
  expect(reading.firstLines[0]!.fields[2]).toBe('•••')
  expect(reading.fillRates).toContainEqual({ column: 'NOM', share: 1 })
  expect(reading.fillRates).toContainEqual({ column: 'MAIL', share: 0.25 })
  expect(reading.fillRates).toContainEqual({ column: 'COD_NNE', share: 0.5 })
  expect((await operator.get(`/api/uploads/${body.id}`)).body).toEqual(body)

  const [name] = filesLeft()
  expect(name).toBe(body.id)
  expect(readFileSync(join(folder(), name!))).toEqual(bytes)
  expect((statSync(join(folder(), name!)).mode & 0o777).toString(8)).toBe('600')
  expect((statSync(folder()).mode & 0o777).toString(8)).toBe('700')
  await emptied()
})

test('what cannot be imported is received all the same, and its refusal is worded as the import would', async () => {
  const reading = async (bytes: Buffer) => {
    const body = (await (await send(operator, bytes)).json()) as { reading: Record<string, unknown> }
    return body.reading as { refusal: { message: string } | null; encoding: { name: string } } & Record<
      string,
      unknown
    >
  }
  const utf8 = await reading(Buffer.from(`${header}\n${line()}\n`, 'utf8'))
  expect(utf8.refusal?.message).toContain('Fichier encodé en UTF-8, ISO-8859-1 attendu')
  expect(utf8.encoding.name).toBe('UTF-8')
  expect(utf8.firstLines).toMatchObject([{ fields: expect.arrayContaining(['Zoé']) }])

  const utf16 = await reading(Buffer.from(`\ufeff${header}`, 'utf16le'))
  expect(utf16.refusal?.message).toContain("Ce fichier n'est pas un fichier CSV")
  expect(utf16).toMatchObject({ encoding: { name: 'UTF-16' }, lines: 0, header: [] })

  const program = await reading(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100_000)]))
  expect(program.refusal?.message).toContain("Ce fichier n'est pas un fichier CSV")

  const commas = await reading(Buffer.from(`${header.replaceAll(';', ',')}\n`))
  expect(commas.refusal?.message).toContain("Le fichier d'import doit contenir 46 colonnes")
  expect(commas).toMatchObject({ formatVersion: null, encoding: { name: 'ASCII' }, ineShare: null })

  const exchanged = await reading(Buffer.from(`${header.replace('NOM;NOMUSAGE', 'NOMUSAGE;NOM')}\n`))
  expect(exchanged.headerErrors).toEqual([
    "Erreur de cohérence dans le fichier d'import ... Colonne 5 doit être égale à NOM",
    "Erreur de cohérence dans le fichier d'import ... Colonne 6 doit être égale à NOMUSAGE",
  ])

  const empty = await reading(Buffer.alloc(0))
  expect(empty.refusal?.message).toContain("Le fichier d'import doit contenir 46 colonnes")
  await emptied()
})

test('a name with a path is reduced to its end, and leads nowhere', async () => {
  const names: string[] = []
  for (const name of ['../../x', 'C:\\export\\années.csv', '..', 'a\u0000b.csv', `${'é'.repeat(300)}.csv`]) {
    const { body } = await operator.get(`/api/uploads/${await upload(operator, file(line()), name)}`)
    names.push(body.fileName)
  }
  expect(names.slice(0, 3)).toEqual(['x', 'années.csv', 'fichier.csv'])
  expect(names[3]).not.toContain('\u0000')
  expect(names[4]).toMatch(/^é{98}\.csv$/)
  expect(filesLeft().every((name) => /^[0-9a-f]{32}$/.test(name))).toBe(true)
  await emptied()
})

test('a file above the limit is refused while it comes, and nothing is left', async () => {
  await node.installation.settings.set('health.import.upload-mb', 1, 'test')
  const answer = await send(operator, Buffer.alloc(1_500_000, 'a'))
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ code: 'TOO_LARGE' })
  await nothingLeft()
  expect((await send(operator, Buffer.alloc(1_000_000, 'a\n'))).status).toBe(201)
  await node.installation.settings.reset('health.import.upload-mb', 'test')
  await emptied()
})

test('a sender who stops is told so after a while, and nothing is left', async () => {
  const sender = await beginUpload(node, operator, 1_000_000)
  sender.write('COD_ANU;')
  const answer = await sender.answer
  expect(answer).toContain('HTTP/1.1 408')
  expect(answer).toContain('"code":"UPLOAD_TOO_SLOW"')
  await nothingLeft()
})

test('a sender who crawls is told so as well', async () => {
  const sender = await beginUpload(node, operator, 1_000_000)
  const dripping = setInterval(() => sender.write('COD_ANU;'), 50)
  const answer = await sender.answer
  clearInterval(dripping)
  expect(answer).toContain('HTTP/1.1 408')
  await nothingLeft()
})

test('a sender who stops after the file, before the end of the request, leaves nothing either', async () => {
  const sender = await beginUpload(node, operator, 1_000)
  sender.write(Buffer.alloc(1_000, 'a'))
  sender.write('\r\n--frontiere-de-test\r\n')
  expect(await sender.answer).toContain('HTTP/1.1 408')
  await nothingLeft()
})

test('a connection that breaks off leaves nothing', async () => {
  const sender = await beginUpload(node, operator, 1_000_000)
  sender.write(Buffer.alloc(200_000, 'a'))
  await until(async () => filesLeft().length === 1)
  sender.socket.destroy()
  await until(async () => filesLeft().length === 0)
  expect(await rowsLeft()).toEqual([])
})

test('one file exactly, as multipart', async () => {
  const form = new FormData()
  form.append('file', new Blob(['a']), 'un.csv')
  form.append('file', new Blob(['b']), 'deux.csv')
  const two = await operator.fetch('/api/uploads', { method: 'POST', body: form })
  expect([two.status, await two.json()]).toMatchObject([400, { detail: 'Un fichier à la fois' }])
  const none = await operator.fetch('/api/uploads', { method: 'POST', body: new FormData() })
  expect(none.status).toBe(400)
  expect((await operator.post('/api/uploads', { file: 'a' })).status).toBe(400)
  await nothingLeft()
})

test('two uploads at once are two uploads', async () => {
  const [one, other] = await Promise.all([
    upload(operator, file(line()), 'un.csv'),
    upload(operator, file(line({ NOM: 'TESTDEUX' })), 'deux.csv'),
  ])
  expect((await operator.get(`/api/uploads/${one}`)).body.fileName).toBe('un.csv')
  expect((await operator.get(`/api/uploads/${other}`)).body.fileName).toBe('deux.csv')
  await emptied()
})

test('operators send, readers do not; a file exists for its sender and administrators only', async () => {
  const reader = await node.signIn({ roles: { health: 'reader' } })
  const elsewhere = await node.signIn({ roles: { learning: 'administrator' } })
  const other = await node.signIn({ roles: { health: 'operator' } })
  expect((await send(reader, file(line()))).status).toBe(403)
  expect((await send(elsewhere, file(line()))).status).toBe(403)
  expect((await send(node.nobody, file(line()))).status).toBe(401)
  const id = await upload(operator, file(line()))
  expect((await other.get(`/api/uploads/${id}`)).status).toBe(404)
  expect((await other.delete(`/api/uploads/${id}`)).status).toBe(404)
  expect((await administrator.get(`/api/uploads/${id}`)).status).toBe(200)
  expect((await operator.get('/api/uploads/..%2f..%2fetc')).status).toBe(404)
  expect((await operator.delete(`/api/uploads/${id}`)).status).toBe(204)
  await nothingLeft()
  const { rows } = await database.pool.query(
    `select actor, action from audit_event where subject = $1 order by id`,
    [`upload:${id}`],
  )
  expect(rows).toEqual([
    { actor: operator.login, action: 'upload.received' },
    { actor: operator.login, action: 'upload.forgotten' },
  ])
})

test('after a day an upload is forgotten, and so is what a crash left; the others stay', async () => {
  const id = await upload(operator, file(line()))
  const { dataDirectory } = node.installation.place
  const now = node.engine.clock.now()
  const orphan = join(folder(), 'f'.repeat(32))
  writeFileSync(orphan, 'a')
  expect(await forgetOldUploads(database.pool, dataDirectory, now)).toEqual({ removed: 0, failed: 0 })
  const old = now.epochMilliseconds / 1000 - 3700
  utimesSync(orphan, old, old)
  expect(await forgetOldUploads(database.pool, dataDirectory, now)).toEqual({ removed: 1, failed: 0 })
  expect(filesLeft()).toEqual([id])
  const tomorrow = now.add(Temporal.Duration.from({ hours: 25 }))
  expect(await forgetOldUploads(database.pool, dataDirectory, tomorrow)).toEqual({ removed: 1, failed: 0 })
  await nothingLeft()
})
