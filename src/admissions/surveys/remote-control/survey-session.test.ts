import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LimeSurveyServer, startLimeSurvey } from '../../../../test/support/limesurvey-server.ts'
import { readAnswer } from './read-answer.ts'
import { readExport } from './read-export.ts'
import { SurveyFailure } from './survey-failure.ts'
import { openSurveySession, type SessionOptions } from './survey-session.ts'

let server: LimeSurveyServer
beforeAll(async () => {
  server = await startLimeSurvey()
})
afterAll(() => server?.stop())
beforeEach(() => {
  server.surveys.clear()
  server.faults.clear()
  server.calls.length = 0
  server.failedLogins = 0
  server.contentType = 'application/json'
})

const { signal } = new AbortController()
const open = (more: Partial<SessionOptions> = {}, password = server.connection.password) =>
  openSurveySession({ ...server.connection, password }, { signal, ...more })

async function failureOf(work: Promise<unknown>): Promise<SurveyFailure> {
  const error = await work.then(
    () => new Error('no failure'),
    (error: unknown) => error,
  )
  if (!(error instanceof SurveyFailure)) throw error
  return error
}

function addSurvey(sid: number, count: number, more = {}) {
  const responses = new Map(
    Array.from({ length: count }, (_, at) => [
      at + 1,
      { submitdate: '2026-02-03 10:00:00', Q1: `é${at + 1}` },
    ]),
  )
  server.surveys.set(sid, { title: `Enquête ${sid}`, responses, ...more })
}

test.each([3, 6] as const)('83: the shape of releases %i is read, accents and all', async (shape) => {
  server.shape = shape
  addSurvey(111111, 3)
  const session = await open()
  expect(await session.responseIds(111111)).toEqual([1, 2, 3])
  const [second] = await session.responses(111111, { from: 2, to: 2 })
  expect(second).toMatchObject({ id: 2 })
  expect(second!.fields).toContainEqual(['Q1', 'é2'])
  expect(await session.responses(111111, { from: 50, to: 60 })).toEqual([])
  await session.release()
  expect(server.openSessions.size).toBe(0)
})

test('82: surveys without responses, or never activated, have none; that is no failure', async () => {
  addSurvey(111111, 0)
  addSurvey(222222, 5, { active: false })
  const session = await open()
  expect(await session.responseIds(111111)).toEqual([])
  expect(await session.responseIds(222222)).toEqual([])
  await session.release()
})

test('surveys are listed, also when there are none, whatever type the answer declares', async () => {
  server.contentType = 'application/javascript'
  const session = await open()
  expect(await session.listSurveys()).toEqual([])
  addSurvey(333333, 1, { active: false })
  expect(await session.listSurveys()).toEqual([
    { surveyId: 333333, title: 'Enquête 333333', active: false, expires: null },
  ])
  await session.release()
})

test('82: a wrong password is tried once; a lock-out is told with how long it lasts', async () => {
  const refused = await failureOf(open({}, 'faux'))
  expect(refused.kind).toBe('refused')
  expect(refused.message).not.toContain('faux')
  expect(server.calls).toEqual(['get_session_key'])
  server.failedLogins = 3
  const locked = await failureOf(open())
  expect(locked.kind).toBe('locked-out')
  expect(locked.message).toContain('10 minutes')
})

test('a connection that is reset once is tried again, twice is a failure', async () => {
  addSurvey(111111, 1)
  const session = await open()
  server.faults.set('export_responses', 'reset-once')
  expect(await session.responseIds(111111)).toEqual([1])
  server.faults.set('export_responses', 'reset')
  expect((await failureOf(session.responseIds(111111))).kind).toBe('broken')
  server.faults.set('export_responses', 'truncated')
  expect((await failureOf(session.responseIds(111111))).kind).toBe('broken')
  await session.release()
})

test.each([
  ['malformed', 'malformed', 'illisible'],
  ['empty', 'malformed', 'JSON-RPC'],
  ['html-500', 'http', '500 (une page HTML)'],
  ['forbidden', 'http', '403'],
  ['sql-error', 'remote-error', 'SQLSTATE 42S22'],
  ['not-base64', 'malformed', 'illisible'],
] as const)('an answer that is %s is a failure of kind %s', async (fault, kind, words) => {
  addSurvey(111111, 1)
  const session = await open()
  server.faults.set('export_responses', fault)
  const failure = await failureOf(session.responseIds(111111))
  expect(failure.kind).toBe(kind)
  expect(failure.message).toContain(words)
  expect(failure.message).not.toContain('SECRET')
  await session.release()
})

test('rights, unknown surveys and sessions that ended have words of their own', async () => {
  addSurvey(111111, 1, { permitted: false })
  const session = await open()
  expect((await failureOf(session.responseIds(111111))).kind).toBe('permission')
  expect((await failureOf(session.responseIds(999999))).kind).toBe('permission')
  server.openSessions.clear()
  expect((await failureOf(session.responseIds(111111))).kind).toBe('session')
  await session.release()
})

test('silence, a closed port and an answer without end have an end', async () => {
  server.faults.set('list_surveys', 'silent')
  const session = await open({ readTimeoutMs: 60 })
  expect((await failureOf(session.listSurveys())).kind).toBe('timeout')
  await session.release()
  const nobody = { ...server.connection, url: 'http://127.0.0.1:1/index.php/admin/remotecontrol' }
  expect((await failureOf(openSurveySession(nobody, { signal }))).kind).toBe('unreachable')
  addSurvey(111111, 200)
  const small = await open({ largestAnswer: 2_000 })
  expect((await failureOf(small.responseIds(111111))).kind).toBe('too-large')
  await small.release()
})

test('a run that is told to stop does not wait for LimeSurvey', async () => {
  const stop = new AbortController()
  const session = await open({ signal: stop.signal })
  server.faults.set('list_surveys', 'silent')
  const listed = session.listSurveys()
  stop.abort(new Error('annulé'))
  await expect(listed).rejects.toThrow('annulé')
  await session.release()
  expect(server.openSessions.size).toBe(0)
})

test('a status that holds what somebody wrote is not repeated, nor one that is an object', () => {
  const answer = (result: unknown) => () =>
    readAnswer({ status: 200, body: JSON.stringify({ id: 1, result, error: null }) }, 'essai', 1)
  expect(answer({ status: 'Error: Invalid survey ID' })).toThrow('Error: Invalid survey ID')
  expect(answer({ status: '<b>testun@example.org</b>' })).toThrow(/refuse essai$/)
  expect(answer({ status: { email: ['Invalid email address.'] } })).toThrow('sans dire pourquoi')
  expect(answer({ status: 'OK' })()).toEqual({ kind: 'value', value: { status: 'OK' } })
})

test('an export is read as it comes: keys in their order, no NUL, no half of a character', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64')
  expect(readExport(encode('{"responses": [{"id":"4","Q2":"b\\u0000","Q1":"\\ud800","Q3":null}]}'))).toEqual([
    {
      id: 4,
      fields: [
        ['id', '4'],
        ['Q2', 'b'],
        ['Q1', '�'],
        ['Q3', ''],
      ],
    },
  ])
  expect(readExport(encode('{"responses": {"7": {"id":7,"Q1":"a"}}}'))).toMatchObject([{ id: 7 }])
  expect(readExport(encode('{"responses":[{"id":2147483647}]}'))).toMatchObject([{ id: 2147483647 }])
  // No database column holds what LimeSurvey itself never counts to.
  for (const text of ['{"responses":[{"id":2147483648}]}', '{"responses":[{"id":"9007199254740991"}]}'])
    expect(() => readExport(encode(text))).toThrow(SurveyFailure)
  for (const text of ['[]', '{"responses":[1]}', '{"responses":[{"Q1":"a"}]}', 'null'])
    expect(() => readExport(encode(text))).toThrow(SurveyFailure)
})
