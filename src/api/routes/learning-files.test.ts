import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { putFile, sendFile } from '../../../test/support/command-files.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { FilePreview, Shelf, StoredFile } from '../schemas/learning.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let operator: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { learning: 'reader' } })
  operator = await node.signIn({ roles: { learning: 'operator' } })
  administrator = await node.signIn({ roles: { learning: 'administrator' } })
  await node.listen()
})
afterEach(async () => {
  for (const shelf of ['commands', 'reports', 'archives'] as const)
    for (const { name } of await listed(shelf)) await administrator.delete(address(shelf, name))
  expect(receiving()).toEqual([])
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const folder = (...path: string[]) =>
  join(node.installation.place.dataDirectory, 'learning', 'files', ...path)
const receiving = () => {
  const uploads = join(node.installation.place.dataDirectory, 'uploads')
  return existsSync(uploads) ? readdirSync(uploads) : []
}
const address = (shelf: Shelf, name: string, what = '') =>
  `/api/learning/files${what}?${new URLSearchParams({ shelf, name })}`

async function listed(shelf: Shelf, client = administrator): Promise<StoredFile[]> {
  const { status, body, text } = await client.get(`/api/learning/files?shelf=${shelf}`)
  if (status !== 200) throw new Error(text)
  return body.items
}
const names = async (shelf: Shelf) => (await listed(shelf)).map((file) => file.name)

function lay(shelf: Shelf, name: string, content: string): void {
  mkdirSync(folder(shelf), { recursive: true })
  writeFileSync(folder(shelf, name), content)
}

async function audited(): Promise<{ actor: string; action: string; detail: Record<string, unknown> }[]> {
  const { rows } = await database.pool.query(
    `select actor, action, detail from audit_event where application = 'learning' order by id`,
  )
  return rows
}

const users = 'username;firstname;lastname;email\ncamille;Camille;TESTUN;camille@example.org\n'

test('a file is sent, listed with who takes it, saved byte for byte, renamed and deleted', async () => {
  const before = (await audited()).length
  const sent = await putFile(operator, users, 'userimport.csv')
  expect(sent).toMatchObject({
    shelf: 'commands',
    name: 'userimport.csv',
    bytes: users.length,
    takenBy: ['users'],
  })
  expect(await listed('commands', reader)).toEqual([
    { ...sent, modifiedAt: expect.stringContaining(sent.modifiedAt.slice(0, 19)) },
  ])

  const saved = await operator.get(address('commands', 'userimport.csv', '/content'))
  expect(saved).toMatchObject({ status: 200, text: users })
  expect(saved.headers).toMatchObject({
    'content-type': 'text/csv',
    'content-length': String(users.length),
    'content-disposition': expect.stringContaining('attachment; filename="userimport.csv"'),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })

  const moved = await operator.post('/api/learning/files/move', {
    shelf: 'commands',
    name: 'userimport.csv',
    to: 'rentrée/vieux.csv',
  })
  expect(moved).toMatchObject({ status: 200, body: { name: 'rentrée/vieux.csv', takenBy: [] } })
  expect(await names('commands')).toEqual(['rentrée/vieux.csv'])
  expect((await operator.delete(address('commands', 'rentrée/vieux.csv'))).status).toBe(204)
  expect(await names('commands')).toEqual([])

  expect((await audited()).slice(before)).toMatchObject([
    {
      actor: operator.login,
      action: 'file.received',
      detail: { file: 'userimport.csv', bytes: users.length, shelf: 'commands' },
    },
    { action: 'file.downloaded', detail: { file: 'userimport.csv' } },
    { action: 'file.moved', detail: { file: 'userimport.csv', to: 'rentrée/vieux.csv' } },
    { action: 'file.deleted', detail: { file: 'rentrée/vieux.csv' } },
  ])
})

test('an integrator drops a file with an API token, its folder and its sum', async () => {
  const { secret } = (await operator.post('/api/account/tokens', { name: 'sirh', role: 'operator' })).body
  const form = new FormData()
  form.append('file', new Blob([users]), 'userimport.csv')
  const sum = createHash('sha256').update(users).digest('hex')
  const answer = await node.nobody.fetch(`/api/learning/files?folder=sirh&sha256=${sum.toUpperCase()}`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${secret}` },
  })
  expect([answer.status, await answer.json()]).toMatchObject([201, { name: 'sirh/userimport.csv' }])
  expect(readFileSync(folder('commands', 'sirh', 'userimport.csv'), 'utf8')).toBe(users)
})

test('a file that is not the one announced is refused, and nothing is kept', async () => {
  const answer = await sendFile(operator, users, 'userimport.csv', { sha256: 'a'.repeat(64) })
  expect([answer.status, await answer.json()]).toMatchObject([
    422,
    { code: 'INVALID_FIELDS', errors: [{ path: 'sha256' }] },
  ])
  expect((await sendFile(operator, users, 'userimport.csv', { sha256: 'abc' })).status).toBe(422)
  expect(await names('commands')).toEqual([])
})

test('a name that is taken: refused, or the old file goes to the archives, as asked', async () => {
  await putFile(operator, 'vieux', 'userimport.csv')
  const refused = await sendFile(operator, users, 'userimport.csv')
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'ALREADY_EXISTS', detail: 'userimport.csv existe déjà à cet endroit' },
  ])
  expect(readFileSync(folder('commands', 'userimport.csv'), 'utf8')).toBe('vieux')
  await putFile(operator, users, 'userimport.csv', { onExisting: 'archive' })
  expect(readFileSync(folder('commands', 'userimport.csv'), 'utf8')).toBe(users)
  const [kept] = await names('archives')
  expect(kept).toMatch(/^\d{8}-\d{6}_userimport\.csv$/)
  expect((await operator.get(address('archives', kept!, '/content'))).text).toBe('vieux')
})

test('F30: names that lead elsewhere or cannot be seen are refused wherever they are given', async () => {
  lay('commands', 'a.csv', 'a')
  const bad = [
    '../a.csv',
    'x/../../a.csv',
    '/etc/passwd',
    '..',
    'a\u202ecsv',
    '.ssh',
    'a*.csv',
    'a\\b',
    'é'.repeat(150),
  ]
  for (const name of bad) {
    const shown = JSON.stringify(name)
    expect((await operator.get(address('commands', name, '/content'))).status, shown).toBe(422)
    expect((await operator.delete(address('commands', name))).status, shown).toBe(422)
    const moved = await operator.post('/api/learning/files/move', {
      shelf: 'commands',
      name: 'a.csv',
      to: name,
    })
    expect([moved.status, moved.body.errors?.[0]?.path], shown).toEqual([422, 'to'])
    expect((await sendFile(operator, users, 'a.csv', { folder: name })).status, shown).toBe(422)
  }
  // PostgreSQL could not hold it; no route takes it.
  expect((await operator.get(address('commands', 'a\u0000.csv', '/content'))).status).toBe(400)
  for (const name of ['a\u0007.csv', '.cache.csv', 'a*.csv'])
    expect((await sendFile(operator, users, name)).status, JSON.stringify(name)).toBe(422)
  // What browsers put before a name is no folder.
  expect((await putFile(operator, users, '../../C:\\export\\b.csv')).name).toBe('b.csv')
  expect(await names('commands')).toEqual(['a.csv', 'b.csv'])
})

test('a name is of its own shelf: reports have no folders, and a command file is not among them', async () => {
  lay('commands', 'a.csv', 'a')
  expect((await administrator.get(address('reports', 'a.csv', '/content'))).body.code).toBe('FILE_GONE')
  expect((await administrator.get(address('reports', '2026/a.txt', '/content'))).status).toBe(422)
  expect((await administrator.get('/api/learning/files?shelf=secrets')).status).toBe(422)
  expect((await administrator.get('/api/learning/files')).status).toBe(422)
})

test('a link among the files leads nowhere, and is not listed', async () => {
  mkdirSync(folder('commands'), { recursive: true })
  writeFileSync(folder('secret'), 'secret')
  symlinkSync(folder('secret'), folder('commands', 'lien.csv'))
  expect(await names('commands')).toEqual([])
  expect((await operator.get(address('commands', 'lien.csv', '/content'))).status).toBe(410)
})

test('a file that is gone meanwhile is told so', async () => {
  expect((await operator.delete(address('commands', 'parti.csv'))).body).toMatchObject({
    status: 410,
    code: 'FILE_GONE',
    detail: 'parti.csv n’est pas ou plus là',
  })
  const moved = { shelf: 'commands', name: 'parti.csv', to: 'ailleurs.csv' }
  expect((await operator.post('/api/learning/files/move', moved)).status).toBe(410)
  expect((await operator.get(address('commands', 'parti.csv', '/content'))).status).toBe(410)
  // What was not done is not in the trail.
  expect((await audited()).filter(({ detail }) => detail.file === 'parti.csv')).toEqual([])
})

test('a file above the limit is refused while it comes, and nothing is left', async () => {
  await node.installation.settings.set('learning.upload-mb', 1, 'test')
  const answer = await sendFile(operator, Buffer.alloc(1_500_000, 'a'), 'userimport.csv')
  expect([answer.status, await answer.json()]).toMatchObject([
    413,
    { code: 'TOO_LARGE', detail: expect.stringContaining('learning.upload-mb') },
  ])
  await node.installation.settings.reset('learning.upload-mb', 'test')
  expect(await names('commands')).toEqual([])
})

test('of two who send the same name at once, one is told that it is taken', async () => {
  const answers = await Promise.all(['un', 'deux'].map((content) => sendFile(operator, content, 'a.csv')))
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
})

test('readers see names, operators handle command files, administrators what runs have left', async () => {
  lay('commands', 'a.csv', 'a')
  lay('reports', 'r.txt', 'r')
  expect((await reader.get('/api/learning/files?shelf=reports')).body).toMatchObject({
    items: [{ name: 'r.txt' }],
    actions: { change: false, download: false },
  })
  expect((await operator.get('/api/learning/files?shelf=reports')).body.actions).toEqual({
    change: false,
    download: true,
  })
  expect((await operator.get('/api/learning/files?shelf=commands')).body.actions.change).toBe(true)
  expect((await reader.get(address('reports', 'r.txt', '/content'))).status).toBe(403)
  expect((await sendFile(reader, users, 'b.csv')).status).toBe(403)
  expect((await reader.delete(address('commands', 'a.csv'))).status).toBe(403)
  expect((await operator.delete(address('reports', 'r.txt'))).status).toBe(403)
  expect(
    (await operator.post('/api/learning/files/move', { shelf: 'reports', name: 'r.txt', to: 's.txt' }))
      .status,
  ).toBe(403)
  expect((await administrator.delete(address('reports', 'r.txt'))).status).toBe(204)
  const elsewhere = await node.signIn({ roles: { health: 'administrator' } })
  expect((await elsewhere.get('/api/learning/files?shelf=commands')).status).toBe(403)
})

test('reports are searched by their text, whatever the case; what was looked for is not written down', async () => {
  lay('reports', 'r1.txt', 'Ligne 2 : créée\nLigne 3 : rejetée, utilisateur inconnu TESTUN\n')
  lay('reports', 'r2.txt', 'Ligne 2 : créée\n')
  const found = await operator.get('/api/learning/files/search?text=testun')
  expect(found.body).toEqual({
    items: [
      {
        file: expect.objectContaining({ name: 'r1.txt' }),
        lines: [{ line: 2, text: 'Ligne 3 : rejetée, utilisateur inconnu TESTUN' }],
      },
    ],
    cut: false,
  })
  expect((await reader.get('/api/learning/files/search?text=testun')).status).toBe(403)
  const { rows } = await database.pool.query(
    `select detail from audit_event where action = 'report.searched'`,
  )
  expect(rows).toEqual([{ detail: {} }])
})

const preview = async (shelf: Shelf, name: string) => {
  const { status, body, text } = await operator.get(address(shelf, name, '/preview'))
  if (status !== 200) throw new Error(text)
  return body as FilePreview
}

test('a command file is previewed as a run would read it: header, cells, line numbers', async () => {
  const text =
    '\ufeff# rentrée\r\nusername;"nom complet"\r\n\r\ncamille;"TESTUN; Camille"\r\nsacha;TESTDEUX;de trop\r\n'
  await putFile(operator, text, 'userimport.csv')
  expect(await preview('commands', 'userimport.csv')).toMatchObject({
    file: { name: 'userimport.csv', takenBy: ['users'] },
    encoding: 'UTF-8',
    separator: ';',
    lineEnding: 'CRLF',
    refusals: [],
    header: ['username', 'nom complet'],
    rows: [
      { line: 4, cells: ['camille', 'TESTUN; Camille'] },
      // Cannot be split into two cells: as it is.
      { line: 5, cells: ['sacha;TESTDEUX;de trop'] },
    ],
    text: null,
    cut: false,
  })
  const { rows } = await database.pool.query(
    `select count(*)::int from audit_event where action = 'file.previewed' and actor = $1`,
    [operator.login],
  )
  expect(rows).toEqual([{ count: 1 }])
  expect((await reader.get(address('commands', 'userimport.csv', '/preview'))).status).toBe(403)
})

test('F13, F15: what would be refused is told, with its text as it is', async () => {
  await putFile(operator, 'username,firstname\ncamille,Camille\n', 'userimport.csv')
  const commas = await preview('commands', 'userimport.csv')
  expect(commas).toMatchObject({ header: null, rows: [], text: 'username,firstname\ncamille,Camille' })
  expect(commas.refusals[0]!.fr).toMatch(/s[ée]parateur/i)
  await putFile(operator, Buffer.from('username;firstname\nzoe;Zo\u00e9\n', 'latin1'), 'latin.csv')
  expect(await preview('commands', 'latin.csv')).toMatchObject({
    encoding: 'ISO-8859-1',
    refusals: [{ fr: expect.stringContaining('ligne 2') }],
    text: 'username;firstname\nzoe;Zoé',
  })
  await node.installation.settings.set('learning.encoding', 'iso-8859-1', 'test')
  expect(await preview('commands', 'latin.csv')).toMatchObject({
    refusals: [],
    rows: [{ cells: ['zoe', 'Zoé'] }],
  })
  await node.installation.settings.reset('learning.encoding', 'test')
  await putFile(operator, Buffer.concat([Buffer.from('PK'), Buffer.alloc(5_000)]), 'classeur.csv')
  expect(await preview('commands', 'classeur.csv')).toMatchObject({ text: null, refusals: [{}] })
})

test('a file without header is shown without one, in the archives and among the retry files too', async () => {
  lay('commands', 'deletecourses.csv', 'BIO101\nBIO102\n')
  lay('archives', '20261122-013000_deletecourses.csv', 'BIO101\nBIO102\n')
  lay('retries', 'deletecourses_tryback_20261122-013000.csv', 'BIO101\nBIO102\n')
  for (const [shelf, name] of [
    ['commands', 'deletecourses.csv'],
    ['archives', '20261122-013000_deletecourses.csv'],
    ['retries', 'deletecourses_tryback_20261122-013000.csv'],
  ] as const)
    expect(await preview(shelf, name), name).toMatchObject({
      header: null,
      rows: [
        { line: 1, cells: ['BIO101'] },
        { line: 2, cells: ['BIO102'] },
      ],
    })
  await administrator.delete(address('retries', 'deletecourses_tryback_20261122-013000.csv'))
})

test('a long file is shown by its first twenty rows; a report by its first lines', async () => {
  await putFile(operator, `username\n${'x\n'.repeat(50_000)}`, 'userimport.csv')
  const long = await preview('commands', 'userimport.csv')
  expect([long.rows.length, long.cut]).toEqual([20, true])
  lay('reports', 'r.txt', 'Ligne 2 : créée\nFin\n')
  expect(await preview('reports', 'r.txt')).toMatchObject({
    header: null,
    rows: [],
    text: 'Ligne 2 : créée\nFin',
    cut: false,
  })
  expect((await operator.get(address('reports', 'parti.txt', '/preview'))).status).toBe(410)
})

test('an archive of pictures is shown by the names in it; one that is broken is told so', async () => {
  const zip = new ZipFile()
  for (const name of ['E2.png', 'E1.jpg', 'notes.txt']) zip.addBuffer(Buffer.from('x'), name)
  zip.end()
  await putFile(operator, await buffer(zip.outputStream), 'userpictures_1.zip')
  const shown = await preview('commands', 'userpictures_1.zip')
  expect(shown).toMatchObject({ file: { takenBy: ['pictures'] }, refusals: [], header: null, cut: false })
  expect(shown.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, 'E1.jpg'],
    [2, 'E2.png'],
    [3, expect.stringContaining('notes.txt')],
  ])
  await putFile(operator, 'PK pas un zip', 'userpictures_2.zip')
  expect(await preview('commands', 'userpictures_2.zip')).toMatchObject({ refusals: [{}], rows: [] })
})
