import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCampaign, addReferenceCodes } from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { fileStore } from '../../admissions/files/file-store.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let administrator: ApiClient
const root = mkdtempSync(join(tmpdir(), 'nocturne-candidates-'))

beforeAll(async () => {
  database = await createTestDatabase()
  await addReferenceCodes(database.pool, 'A')
  await addCampaign(database.pool)
  await addCampaign(database.pool, {
    code: '2025',
    in_service: false,
    archived_at: '2026-01-01T00:00:00Z',
  })
  node = await startApiServer(database, {
    realApplications: true,
    clock: '2026-03-27T11:00:00Z',
    connections: { candidateFiles: root },
  })
  operator = await node.signIn({ roles: { admissions: 'operator' } })
  administrator = await node.signIn({ roles: { admissions: 'administrator' } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
  rmSync(root, { recursive: true, force: true })
})

const at = (path: string) => `/api/admissions/${path}`
async function feed(who: ApiClient, path: string, ...items: object[]) {
  const { status, body } = await who.post(at(path), { items })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const outcomes = (body: { items: { outcome: string }[] }) => body.items.map(({ outcome }) => outcome)

const person = {
  dossierNo: 'T0000001',
  lastName: 'TESTUN1',
  firstName: 'Zoé',
  mail: 'testun1@example.org',
  candidate: {
    civility: 'Mme',
    bornOn: '2005-03-14',
    nationality: '100',
    address: { line3: '1 rue des Essais', postcode: '75001', commune: '75056', country: '100' },
    bac: { code: 'S', year: 2023, specialities: ['MATH'] },
  },
}

test('the offer is fed from centres to formations; the same twice changes nothing', async () => {
  const offer: [string, object][] = [
    ['centres', { code: 'SCI', label: 'Sciences', bccMails: ['scol@example.org'] }],
    ['commissions', { code: 'INFO', centre: 'SCI', label: 'Informatique' }],
    ['decision-types', { code: 'ADMIS', label: 'Admis', kind: 'FA', poursOpi: true }],
    ['decision-types', { code: 'LISTE', label: 'Liste complémentaire', kind: 'LC' }],
    ['attachment-models', { code: 'CV', label: 'Curriculum vitæ', sisCode: 'CV' }],
    [
      'formations',
      {
        code: 'L1INFO',
        label: 'Licence 1 informatique',
        commission: 'INFO',
        stageCode: 'L1INFO',
        stageVersion: '101',
        confirmBy: '2026-06-30',
        favourableType: 'ADMIS',
        attachments: ['CV'],
      },
    ],
  ]
  for (const [path, item] of offer)
    expect(outcomes(await feed(administrator, path, item)), path).toEqual(['created'])
  for (const [path, item] of offer)
    expect(outcomes(await feed(administrator, path, item)), path).toEqual(['unchanged'])
  const changed = { code: 'L1INFO', label: 'Licence 1 informatique', commission: 'INFO', attachments: [] }
  expect(outcomes(await feed(administrator, 'formations', changed))).toEqual(['updated'])
  const { rows } = await database.pool.query(
    'select confirm_by as "confirmBy", version from admissions.formation',
  )
  // What a record does not say stays.
  expect(rows).toEqual([{ confirmBy: '2026-06-30', version: 0 }])
  expect((await operator.post(at('centres'), { items: [{ code: 'X', label: 'X' }] })).status).toBe(403)
})

test('79: an unknown code is rejected by itself, with words; the others are taken', async () => {
  const body = await feed(
    administrator,
    'formations',
    { code: 'A', label: 'A', commission: 'NEANT' },
    { code: 'B', label: 'B', commission: 'INFO', favourableType: 'NEANT' },
    { code: 'C', label: 'C', commission: 'INFO' },
  )
  expect(body).toMatchObject({ created: 1, rejected: 2 })
  expect(body.items[0]).toMatchObject({
    path: 'commission',
    message: expect.stringContaining('Code inconnu : NEANT'),
  })
  expect(body.items[1].path).toBe('favourableType')
})

test('a person is an account with a candidate, an address and a baccalaureate', async () => {
  expect(outcomes(await feed(operator, 'dossiers', person))).toEqual(['created'])
  expect(outcomes(await feed(operator, 'dossiers', person))).toEqual(['unchanged'])
  const moved = { ...person, candidate: { address: { postcode: '75002' } } }
  expect(outcomes(await feed(operator, 'dossiers', moved))).toEqual(['updated'])
  const { rows } = await database.pool.query(
    `select birth_name, candidate.first_name, postcode, address_line3, bac_code, year, specialities, validated,
            valid_until
     from admissions.account
       join admissions.candidate on candidate.account_id = account.id
       join admissions.candidate_bac on candidate_id = candidate.id`,
  )
  expect(rows).toEqual([
    {
      birth_name: 'TESTUN1',
      first_name: 'Zoé',
      postcode: '75002',
      address_line3: '1 rue des Essais',
      bac_code: 'S',
      year: 2023,
      specialities: ['MATH'],
      validated: false,
      // Five days later at 23:00 of the establishment, which by then has summer time.
      valid_until: new Date('2026-04-01T21:00:00Z'),
    },
  ])
})

test('without a number one is given, and the same person sent again is found', async () => {
  const { dossierNo: _, candidate: __, ...anew } = { ...person, mail: 'autre@example.org' }
  const first = await feed(operator, 'dossiers', anew, anew)
  expect(outcomes(first)).toEqual(['created', 'unchanged'])
  expect(first.items[0].key).toMatch(/^[A-Z0-9]{8}$/)
  const again = await feed(operator, 'dossiers', { ...anew, lastName: 'testun1', validated: true })
  expect(again.items[0]).toMatchObject({ outcome: 'updated', key: first.items[0].key })
  const { rows } = await database.pool.query(
    'select event from admissions.dossier_event where account_id = $1 order by id',
    [first.items[0].id],
  )
  expect(rows.map(({ event }) => event)).toEqual(['created', 'validated'])
})

test('42: the number of an account that is gone is never given again', async () => {
  await database.pool.query(
    `insert into admissions.dossier_number (dossier_no, campaign_code, released_at) values ('GONE0001', '2025', now())`,
  )
  const body = await feed(operator, 'dossiers', { ...person, dossierNo: 'GONE0001' })
  expect(body.items[0]).toMatchObject({
    outcome: 'rejected',
    path: 'dossierNo',
    message: expect.stringContaining('jamais redonné'),
  })
})

test('dossiers of an archived campaign, unknown codes and a missing date of birth are rejected', async () => {
  const other = (values: object) => ({ ...person, dossierNo: 'T0000009', ...values })
  const body = await feed(
    operator,
    'dossiers',
    other({ campaign: '2025' }),
    other({ campaign: 'NEANT' }),
    other({ candidate: { ...person.candidate, nationality: '999' } }),
    other({ candidate: { civility: 'M.' } }),
  )
  expect(body.items.map(({ path }: { path: string }) => path)).toEqual([
    'campaign',
    'campaign',
    'candidate.nationality',
    'candidate.bornOn',
  ])
})

test('applications by dossier and formation; one that is confirmed is not cancelled behind the OPI’s back', async () => {
  const application = { dossierNo: 'T0000001', formation: 'L1INFO', status: 'CO', amount: 12.5 }
  const first = await feed(operator, 'applications', application)
  expect(first.items[0]).toMatchObject({ outcome: 'created', key: 'T0000001/L1INFO' })
  expect(outcomes(await feed(operator, 'applications', application))).toEqual(['unchanged'])
  const body = await feed(
    operator,
    'applications',
    { ...application, dossierNo: 'T9999999' },
    { ...application, formation: 'NEANT' },
    { ...application, regime: 'NEANT' },
    { ...application, status: 'RE' },
  )
  expect(outcomes(body)).toEqual(['rejected', 'rejected', 'rejected', 'updated'])
  await database.pool.query('update admissions.application set accepted = true, answered_at = now()')
  const cancelled = await feed(operator, 'applications', {
    ...application,
    cancelledAt: '2026-03-20T10:00:00Z',
  })
  expect(cancelled.items[0]).toMatchObject({ outcome: 'rejected', path: 'cancelledAt' })
})

test('decisions by reference: validated once, ranks for waiting lists alone', async () => {
  const decision = { reference: 'D-1', dossierNo: 'T0000001', formation: 'L1INFO', type: 'ADMIS' }
  expect(outcomes(await feed(operator, 'decisions', decision))).toEqual(['created'])
  const validated = { ...decision, validated: true }
  expect(outcomes(await feed(operator, 'decisions', validated))).toEqual(['updated'])
  expect(outcomes(await feed(operator, 'decisions', validated))).toEqual(['unchanged'])
  const body = await feed(
    operator,
    'decisions',
    { ...decision, rank: 3 },
    { ...decision, type: 'NEANT' },
    { ...decision, reference: 'D-2', type: 'LISTE', rank: 3 },
    { ...decision, reference: 'D-3', formation: 'C' },
  )
  expect(outcomes(body)).toEqual(['rejected', 'rejected', 'created', 'rejected'])
  const { rows } = await database.pool.query(
    `select validated_at from admissions.decision where reference = 'D-1'`,
  )
  expect(rows[0].validated_at).toEqual(new Date('2026-03-27T11:00:00Z'))
})

test('real ranks follow the decisions and cancellations that are fed, unless told not to', async () => {
  await database.pool.query(`update admissions.formation set waiting_list = true where code = 'L1INFO'`)
  const other = { ...person, dossierNo: 'T0000008', lastName: 'TESTUN8', mail: 'testun8@example.org' }
  await feed(operator, 'dossiers', other)
  await feed(operator, 'applications', { dossierNo: 'T0000008', formation: 'L1INFO' })
  const listed = (reference: string, dossierNo: string, rank: number, more = {}) => ({
    ...{ reference, dossierNo, formation: 'L1INFO', type: 'LISTE', validated: true, rank, ...more },
  })
  const ranks = async () =>
    (
      await database.pool.query<{ rank: string }>(
        `select reference || ' ' || real_rank as rank from admissions.decision where real_rank is not null order by 1`,
      )
    ).rows.map(({ rank }) => rank)
  await feed(operator, 'decisions', listed('D-4', 'T0000001', 7), listed('D-5', 'T0000008', 2))
  expect(await ranks()).toEqual(['D-4 2', 'D-5 1'])
  await feed(operator, 'decisions', listed('D-4', 'T0000001', 1))
  expect(await ranks()).toEqual(['D-4 1', 'D-5 2'])
  // Admitted by the same reference: nothing says any more that they were in a list.
  await feed(operator, 'decisions', { ...listed('D-4', 'T0000001', 1), type: 'ADMIS', rank: null })
  expect(await ranks()).toEqual(['D-5 1'])
  await feed(operator, 'decisions', listed('D-4', 'T0000001', 1))
  const gone = { dossierNo: 'T0000008', formation: 'L1INFO', cancelledAt: '2026-03-20T10:00:00Z' }
  expect(outcomes(await feed(operator, 'applications', gone))).toEqual(['updated'])
  expect(await ranks()).toEqual(['D-4 1'])
  await node.installation.settings.set('admissions.decisions.live-ranks', false, 'test')
  await feed(operator, 'applications', { ...gone, cancelledAt: null })
  expect(await ranks()).toEqual(['D-4 1'])
  await database.pool.query(`delete from admissions.decision where reference in ('D-4', 'D-5')`)
})

const send = (query: string, content: string, name = 'cv.PDF') =>
  operator.post(
    at(`attachment-files?${query}`),
    `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n--x--\r\n`,
    { headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  )
const cv = 'dossierNo=T0000001&formation=L1INFO&model=CV'

test('61: an attachment is not lost in a store that is not there', async () => {
  expect(await send(cv, 'contenu')).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } })
  await fileStore(root).begin()
})

test('43: a file is held by an attachment, and leaves when another takes its place', async () => {
  const first = await send(cv, 'un')
  expect(first).toMatchObject({ status: 200, body: { outcome: 'created', bytes: 2 } })
  expect((await send(cv, 'un')).body).toMatchObject({ outcome: 'unchanged', fileId: first.body.fileId })
  expect((await send(cv, 'deux')).body).toMatchObject({ outcome: 'updated' })
  const files = await readdir(join(root, '2026', 'T0000001'))
  expect(files).toHaveLength(1)
  expect(readFileSync(join(root, '2026', 'T0000001', files[0]!), 'utf8')).toBe('deux')
  expect(files[0]).toMatch(/\.pdf$/)
  const { rows } = await database.pool.query(
    `select name, status, (select count(*) from admissions.file_cleanup) as waiting
     from admissions.stored_file as file join admissions.application_attachment on file_id = file.id`,
  )
  expect(rows).toEqual([{ name: 'cv.PDF', status: 'TR', waiting: 0 }])
  expect(await send(`${cv}X`, 'trois')).toMatchObject({ status: 422, body: { errors: [{ path: 'model' }] } })
  expect(await readdir(join(root, '2026', 'T0000001'))).toHaveLength(1)
})

test('attachments are judged by key, and take files that are stored', async () => {
  const judged = { dossierNo: 'T0000001', formation: 'L1INFO', model: 'CV', status: 'VA' }
  expect(outcomes(await feed(operator, 'attachments', judged))).toEqual(['updated'])
  const body = await feed(operator, 'attachments', { ...judged, fileId: 999_999 })
  expect(body.items[0]).toMatchObject({ outcome: 'rejected', path: 'fileId' })
})

test('a file of one candidate is never attached to another’s application', async () => {
  const { rows } = await database.pool.query<{ id: number }>('select id from admissions.stored_file')
  const fileId = rows[0]!.id
  await feed(operator, 'dossiers', { ...person, dossierNo: 'T0000009', mail: 'testun9@example.org' })
  const application = { dossierNo: 'T0000009', formation: 'L1INFO' }
  await feed(operator, 'applications', application)
  const { items } = await feed(
    operator,
    'attachments',
    { ...application, model: 'CV', fileId },
    { ...application, dossierNo: 'T0000001', model: 'CV', fileId },
  )
  expect(items).toMatchObject([{ outcome: 'rejected', path: 'fileId' }, { outcome: 'updated' }])
})

test('every feed is in the audit trail, with identifiers alone', async () => {
  const { rows } = await database.pool.query<{ detail: object }>(
    `select detail from audit_event where action like 'admissions-data.%'`,
  )
  expect(rows.length).toBeGreaterThan(10)
  expect(JSON.stringify(rows)).not.toMatch(/TESTUN|example\.org|T0000001/)
})
