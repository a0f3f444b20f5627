import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addApplication,
  addFormation,
  addPerson,
  addRow,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import {
  type GivenResponse,
  type LimeSurveyServer,
  startLimeSurvey,
} from '../../../test/support/limesurvey-server.ts'
import { type BatchBench, benchBatch } from '../../../test/support/run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import type { Connections } from '../../platform/connections.ts'
import batch from './batch-sync-limesurvey.ts'

/** Of their own for each test: they share one base. */
let survey = 400_000
let other = 500_000
let people = 0

let database: TestDatabase
let server: LimeSurveyServer
let bench: BatchBench
let scene: Scene
let zoe: Person
let applicationId: number
let foreignApplicationId: number
let formationId: number
let connections: Connections

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startLimeSurvey()
  connections = testConnections({ surveys: server.connection })
  bench = await benchBatch(database, batch, '2026-03-02T21:00:00Z', connections)
  scene = await addScene(database.pool)
  formationId = await addFormation(database.pool, scene, 'L3INFO')
})
afterAll(async () => {
  await bench?.stop()
  await server?.stop()
  await database?.drop()
})

beforeEach(async () => {
  await database.pool.query('update admissions.form set in_service = false')
  survey++
  other++
  server.surveys.clear()
  server.faults.clear()
  server.calls.length = 0
  server.failedLogins = 0
  server.shape = 6
  server.slowness = null
  zoe = await addPerson(database.pool, scene, ++people)
  applicationId = await addApplication(database.pool, scene, zoe, formationId)
  const somebody = await addPerson(database.pool, scene, ++people)
  foreignApplicationId = await addApplication(database.pool, scene, somebody, formationId)
})

const addForm = (surveyId: number, more: Record<string, unknown> = {}) =>
  addRow(database.pool, 'form', { survey_id: surveyId, code: `F${surveyId}`, label: 'Formulaire', ...more })

/** Identifiers count up from 1; responses are of Zoé's application, submitted a minute apart, unless they say otherwise. */
function answered(sid: number, responses: readonly GivenResponse[]) {
  const map = new Map(
    responses.map((response, at): [number, GivenResponse] => [
      at + 1,
      {
        submitdate: `2026-02-03 10:0${at % 10}:00`,
        numDossier: zoe.dossierNo,
        idCandidature: String(applicationId),
        ...response,
      },
    ]),
  )
  server.surveys.set(sid, { title: 'Enquête', responses: map })
  return map
}

async function stored(): Promise<{ target: number; response: number; answers: [string, string][] }[]> {
  const { rows } = await database.pool.query(
    `select application_id as target, response_id as response, answers from admissions.form_answer_application
     where survey_id in ($1, $2)
     union all
     select -candidate_id, response_id, answers from admissions.form_answer_candidate
     where survey_id in ($1, $2) order by target`,
    [survey, other],
  )
  return rows
}

/** Where each answer row stands on disk: any write moves it. */
async function places(): Promise<string> {
  const { rows } = await database.pool.query(
    `select ctid::text, xmin::text from admissions.form_answer_application
     union all select ctid::text, xmin::text from admissions.form_answer_candidate
     union all select ctid::text, xmin::text from admissions.form_response
     union all select ctid::text, xmin::text from admissions.dossier_event order by 1, 2`,
  )
  return JSON.stringify(rows)
}

describe('nothing to do', () => {
  test('without a form in service: a line says so', async () => {
    const { state, detail, log } = await bench.run()
    expect(state).toBe('finished')
    expect(detail).toMatchObject({ selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 })
    expect(log.join('\n')).toContain('aucun formulaire en service')
    expect(server.calls).toEqual([])
  })

  test('not configured: a line says so', async () => {
    const alone = await createTestDatabase()
    const unset = await benchBatch(alone, batch, '2026-03-02T21:00:00Z', testConnections())
    const { state, log } = await unset.run()
    expect([state, log.join('\n')]).toEqual(['finished', expect.stringContaining('n’est pas configuré')])
    await unset.stop()
    await alone.drop()
  })

  test('84: a form out of service is not synchronised, its answers are kept', async () => {
    const id = await addForm(survey)
    answered(survey, [{ Q1: 'oui' }])
    await bench.run()
    await database.pool.query('update admissions.form set in_service = false where id = $1', [id])
    server.calls.length = 0
    await bench.run()
    expect(server.calls).toEqual([])
    expect(await stored()).toHaveLength(1)
  })
})

describe('82: LimeSurvey refuses', () => {
  test('82: a wrong password fails the run after one attempt: no lock-out', async () => {
    await addForm(survey)
    Object.assign(connections, { surveys: { ...server.connection, password: 'faux' } })
    const run = await bench.run()
    Object.assign(connections, { surveys: server.connection })
    expect(run.state).toBe('failed')
    expect(run.error).toContain('refuse le compte')
    expect(run.detail).toMatchObject({ selectionnes: 1, traites: 0, ignores: 1 })
    expect(server.calls).toEqual(['get_session_key'])
    expect(server.failedLogins).toBe(1)
  })

  test('fault 3.11: a survey without a right on it fails the run with its words; the others are imported', async () => {
    await addForm(survey)
    await addForm(other)
    await addForm(survey + 200_000)
    answered(survey, [{}])
    server.surveys.set(survey, { ...server.surveys.get(survey)!, permitted: false })
    answered(other, [{ Q1: 'oui' }])
    server.surveys.set(survey + 200_000, { title: 'Jamais activée', active: false, responses: new Map() })
    const run = await bench.run()
    expect(run.state).toBe('failed')
    expect(run.error).toContain(`enquête ${survey}`)
    expect(run.detail).toMatchObject({ selectionnes: 3, traites: 2, en_erreur: 1, ajoutees: 1 })
    const { rows } = await database.pool.query(
      `select last_sync ->> 'state' as state, last_full_at is null as never from admissions.form
       where in_service order by id`,
    )
    expect(rows.map(({ state }) => state)).toEqual(['failed', 'done', 'done'])
    expect(rows[0].never).toBe(true)
    expect(server.openSessions.size).toBe(0)
  })

  test('fault 3.11: an answer cut short, or SQL in an error, is an error of the run; nothing of that survey is kept', async () => {
    await addForm(survey)
    answered(survey, [{ Q1: 'oui' }])
    for (const fault of ['truncated', 'sql-error', 'html-500', 'malformed'] as const) {
      server.faults.set(`export_responses ${survey}`, fault)
      const run = await bench.run()
      expect(run.state).toBe('failed')
      expect(run.log.join('\n')).not.toContain('SECRET')
    }
    expect(await stored()).toEqual([])
  })
})

describe('83: whose answers these are', () => {
  test.each([3, 6] as const)('83: shape %i; accents, very long answers, the old separator', async (shape) => {
    server.shape = shape
    await addForm(survey)
    const long = 'à'.repeat(70_000)
    answered(survey, [{ Q2: 'Çà{;} et là', Q1: long, 'G1[SQ001]': 'Y' }])
    await bench.run()
    expect(await stored()).toEqual([
      {
        target: applicationId,
        response: 1,
        answers: [
          ['Q2', 'Çà{;} et là'],
          ['Q1', long],
          ['G1[SQ001]', 'Y'],
        ],
      },
    ])
    const { rows } = await database.pool.query(
      `select account_id, application_id, event, author, detail from admissions.dossier_event
       where account_id = $1`,
      [zoe.accountId],
    )
    expect(rows).toEqual([
      {
        account_id: zoe.accountId,
        application_id: applicationId,
        event: 'answers-received',
        author: 'BATCH_SYNC_LIMESURVEY',
        detail: { form: `F${survey}`, response: 1, again: false },
      },
    ])
  })

  test('fault 3.11: a blank application identifier is absent: the answer is the candidate’s, not lost', async () => {
    await addForm(survey)
    answered(survey, [{ idCandidature: ' ', Q1: 'candidat' }])
    await bench.run()
    expect(await stored()).toMatchObject([{ target: -zoe.candidateId, answers: [['Q1', 'candidat']] }])
  })

  test('fault 3.11: a newer answer for an application hides no older one of the candidate', async () => {
    await addForm(survey)
    answered(survey, [{ idCandidature: '', Q1: 'candidat' }, { Q1: 'candidature' }])
    await bench.run()
    expect(await stored()).toMatchObject([{ target: -zoe.candidateId }, { target: applicationId }])
  })

  test('fault 3.11: parameters that were altered write to nobody, and are counted by cause', async () => {
    await addForm(survey)
    answered(survey, [
      { idCandidature: String(foreignApplicationId) },
      { numDossier: 'INCONNU1', idCandidature: '' },
      { idCandidature: '99999999' },
      { idCandidature: "1' or '1'='1" },
      { numDossier: '' },
    ])
    const { state, detail, log } = await bench.run()
    expect(state).toBe('finished')
    expect(detail).toMatchObject({ recues: 5, ajoutees: 0, rejetees: 5 })
    expect(log.join('\n')).toContain('candidature d’un autre dossier : 1')
    expect(await stored()).toEqual([])
    const { rows } = await database.pool.query(
      `select last_sync -> 'rejected' as causes from admissions.form where in_service`,
    )
    expect(rows[0].causes).toEqual({
      'other-dossier': 1,
      'unknown-dossier': 1,
      'unknown-application': 1,
      'invalid-application': 1,
      'no-dossier': 1,
    })
  })

  test('fault 3.11: answers of archived campaigns are not written, by either way', async () => {
    await addForm(survey)
    await database.pool.query('update admissions.campaign set in_service = false, archived_at = now()')
    answered(survey, [{}, { idCandidature: '' }])
    const { detail } = await bench.run()
    await database.pool.query('update admissions.campaign set in_service = true, archived_at = null')
    expect(detail).toMatchObject({ recues: 2, rejetees: 2 })
    expect(await stored()).toEqual([])
  })

  test('a candidate without personal data is looked at again at the next run', async () => {
    await addForm(survey)
    const { rows } = await database.pool.query('delete from admissions.candidate where id = $1 returning *', [
      zoe.candidateId,
    ])
    answered(survey, [{ idCandidature: '' }])
    expect((await bench.run()).detail).toMatchObject({ rejetees: 1 })
    const { id, ...values } = rows[0]
    await addRow(database.pool, 'candidate', values)
    expect((await bench.run()).detail).toMatchObject({ recues: 1, ajoutees: 1, rejetees: 0 })
  })
})

describe('83: which answer is kept', () => {
  const responseKept = async () => (await stored()).map(({ response }) => response)

  test('83: two in the same second: the higher identifier', async () => {
    await addForm(survey)
    const same = '2026-02-03 10:00:00'
    answered(survey, [
      { Q1: 'a', submitdate: same },
      { Q1: 'b', submitdate: same },
    ])
    await bench.run()
    expect(await responseKept()).toEqual([2])
  })

  test('fault 3.11: constant dates: a second answer is imported, by its identifier', async () => {
    await addForm(survey)
    const constant = '1980-01-01 00:00:00'
    const responses = answered(survey, [{ Q1: 'a', submitdate: constant }])
    await bench.run()
    responses.set(2, { ...responses.get(1)!, Q1: 'b' })
    expect((await bench.run()).detail).toMatchObject({ recues: 1, mises_a_jour: 1 })
    expect(await responseKept()).toEqual([2])
  })

  test('fault 3.11: a date that cannot be read is not now: nothing is rewritten each night', async () => {
    await addForm(survey)
    answered(survey, [{ Q1: 'a', submitdate: 'hier' }])
    await bench.run()
    const before = await places()
    const { detail } = await bench.run({ complet: true })
    expect(detail).toMatchObject({ recues: 1, ajoutees: 0, mises_a_jour: 0, inchangees: 1 })
    expect(await places()).toBe(before)
  })

  test('83: an older answer after a newer one, and an empty one, replace nothing', async () => {
    await addForm(survey)
    const responses = answered(survey, [{ Q1: 'récente', submitdate: '2026-02-10 10:00:00' }])
    await bench.run()
    responses.set(2, { ...responses.get(1)!, Q1: 'plus ancienne', submitdate: '2026-02-01 10:00:00' })
    responses.set(3, { ...responses.get(1)!, Q1: '  ', submitdate: '2026-02-20 10:00:00' })
    expect((await bench.run()).detail).toMatchObject({ recues: 2, mises_a_jour: 0, inchangees: 2 })
    expect((await stored())[0]!.answers).toEqual([['Q1', 'récente']])
  })

  test('an answer that was edited in LimeSurvey is brought by the weekly reading', async () => {
    await addForm(survey)
    const responses = answered(survey, [{ Q1: 'avant' }])
    await bench.run()
    responses.set(1, { ...responses.get(1)!, Q1: 'après' })
    expect((await bench.run()).detail).toMatchObject({ recues: 0 })
    bench.clock.advanceTo(bench.clock.now().add({ hours: 7 * 24 }))
    expect((await bench.run()).detail).toMatchObject({ recues: 1, mises_a_jour: 1 })
    expect((await stored())[0]!.answers).toEqual([['Q1', 'après']])
  })
})

describe('readings', () => {
  test('run twice: the second asks for identifiers alone and writes nothing', async () => {
    await addForm(survey)
    answered(survey, [{ Q1: 'a' }, { numDossier: 'INCONNU1' }])
    await bench.run()
    const before = await places()
    server.calls.length = 0
    const { detail } = await bench.run()
    expect(detail).toMatchObject({ traites: 1, recues: 0, ajoutees: 0, mises_a_jour: 0 })
    expect(server.calls).toEqual(['get_session_key', 'export_responses ids', 'release_session_key'])
    expect(await places()).toBe(before)
  })

  test('a response completed after a later one is brought all the same', async () => {
    await addForm(survey)
    const responses = answered(survey, [{ Q1: 'a', submitdate: '', idCandidature: '' }, { Q1: 'b' }])
    expect((await bench.run()).detail).toMatchObject({ recues: 1 })
    responses.set(1, { ...responses.get(1)!, submitdate: '2026-03-02 20:00:00' })
    expect((await bench.run()).detail).toMatchObject({ recues: 1, ajoutees: 1 })
  })

  test('fault 3.11: one session for all surveys, given back', async () => {
    await addForm(survey)
    await addForm(other)
    answered(survey, [{}])
    answered(other, [{}])
    await bench.run()
    expect(server.calls.filter((call) => call === 'get_session_key')).toHaveLength(1)
    expect(server.calls.at(-1)).toBe('release_session_key')
    expect(server.openSessions.size).toBe(0)
  })

  test('87: thousands of responses come in pages of bounded size', async () => {
    await addForm(survey)
    const filler = 'x'.repeat(2_000)
    answered(
      survey,
      Array.from({ length: 2_000 }, () => ({ idCandidature: '', Q1: filler })),
    )
    server.largestExport = 0
    expect((await bench.run()).detail).toMatchObject({ recues: 2_000, ajoutees: 1, inchangees: 1_999 })
    expect(server.calls.filter((call) => call.startsWith('export_responses '))).toHaveLength(9)
    expect(server.largestExport).toBeLessThan(1_000_000)
  })

  test('cancelled in the middle: what was done stays, the session is given back, the next run finishes', async () => {
    await addForm(survey)
    await addForm(other)
    answered(survey, [{}])
    answered(other, [{}])
    server.faults.set(`export_responses ${other}`, 'silent')
    const asked = await bench.requestRun({
      code: batch.code,
      trigger: 'cli',
      requestedBy: 'cli:test',
      parameters: {},
    })
    if (!asked.ok) throw new Error(asked.refusal.message.fr)
    await until(async () => server.calls.filter((call) => call === 'export_responses ids').length === 2)
    await bench.cancelRun(asked.runId, 'testun')
    expect((await bench.ended(asked.runId)).state).toBe('cancelled')
    expect(await stored()).toHaveLength(1)
    server.faults.clear()
    expect((await bench.run()).detail).toMatchObject({ traites: 2, ajoutees: 1 })
    expect(server.openSessions.size).toBe(0)
  })
})
