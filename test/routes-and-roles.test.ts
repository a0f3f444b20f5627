import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApplicationCode, Role } from '../src/api/schemas/common.ts'
import { type ApiClient, type ApiNode, type Somebody, startApiServer } from './support/api-server.ts'
import { testBatch } from './support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

/**
 * Who may use what: written down here by hand, so that a route whose rule is loosened, or a new one that nobody thought
 * about, fails. `health …` stands for the application that the route's batch or run belongs to; `medical` after it is
 * the right that no role includes.
 */
type Need =
  | 'anyone'
  | 'signed-in'
  | 'any reader'
  | 'any operator'
  | `${'health' | 'admissions' | 'learning'} ${Role}`
  /** A session of the candidates' space, which nobody of the back-office has. */
  | 'candidate'
  | `health ${Role} medical`
  | 'installation'

const needs: Readonly<Record<string, Need>> = {
  'GET /api/alive': 'anyone',
  'GET /api/session': 'signed-in',
  'POST /api/session': 'anyone',
  // Who is not signed in is signed out.
  'DELETE /api/session': 'anyone',
  'GET /api/sign-in-options': 'anyone',
  'GET /api/sign-in/cas': 'anyone',
  'GET /api/sign-in/cas/callback': 'anyone',
  'POST /api/sign-in/cas/callback': 'anyone',
  'POST /api/sign-in/cas/logout': 'anyone',
  'GET /api/sign-in/oidc': 'anyone',
  'GET /api/sign-in/oidc/callback': 'anyone',
  'GET /api/invitations/{token}': 'anyone',
  'POST /api/invitations/{token}': 'anyone',

  'GET /api/account': 'signed-in',
  'PATCH /api/account': 'signed-in',
  'PUT /api/account/password': 'signed-in',
  'GET /api/account/sessions': 'signed-in',
  'DELETE /api/account/sessions/{id}': 'signed-in',
  'GET /api/account/tokens': 'signed-in',
  'POST /api/account/tokens': 'signed-in',
  'DELETE /api/account/tokens/{id}': 'signed-in',
  'GET /api/account/subscription': 'signed-in',
  'PUT /api/account/subscription': 'signed-in',
  'GET /api/preferences/{key}': 'signed-in',
  'PUT /api/preferences/{key}': 'signed-in',

  'GET /api/accounts': 'installation',
  'POST /api/accounts': 'installation',
  'GET /api/accounts/{id}': 'installation',
  'PATCH /api/accounts/{id}': 'installation',
  'POST /api/accounts/{id}/invitation': 'installation',
  'DELETE /api/accounts/{id}/sessions': 'installation',
  'GET /api/audit': 'installation',
  'GET /api/audit.csv': 'installation',
  'GET /api/audit/verification': 'installation',
  'PUT /api/maintenance': 'installation',
  'GET /api/admissions/status': 'anyone',
  'GET /api/admissions/maintenance': 'admissions administrator',
  'PUT /api/admissions/maintenance': 'admissions administrator',
  'GET /api/admissions/campaigns': 'admissions reader',
  'POST /api/admissions/campaigns': 'admissions administrator',
  'GET /api/admissions/campaigns/{id}': 'admissions reader',
  'PATCH /api/admissions/campaigns/{id}': 'admissions administrator',
  'PUT /api/admissions/campaigns/by-code/{sisKind}/{code}': 'admissions administrator',
  'PUT /api/admissions/campaigns/{id}/activation': 'admissions administrator',
  'DELETE /api/admissions/campaigns/{id}/activation': 'admissions administrator',
  'GET /api/admissions/destructions': 'admissions reader',
  'GET /api/admissions/destructions/{id}': 'admissions reader',
  'GET /api/admissions/forms': 'admissions reader',
  'POST /api/admissions/forms': 'admissions administrator',
  'POST /api/admissions/forms/survey-checks': 'admissions administrator',
  'GET /api/admissions/forms/{id}': 'admissions reader',
  'PATCH /api/admissions/forms/{id}': 'admissions administrator',
  'GET /api/admissions/forms/{id}/answers': 'admissions operator',
  'GET /api/admissions/forms/{id}/answers/{level}/{target}': 'admissions operator',
  'GET /api/admissions/forms/{id}/rejections': 'admissions reader',
  'GET /api/admissions/managers': 'admissions operator',
  'POST /api/admissions/managers': 'admissions administrator',
  'PATCH /api/admissions/managers/{login}': 'admissions administrator',
  'GET /api/admissions/reference-tables': 'admissions reader',
  'GET /api/admissions/reference-tables/{table}': 'admissions reader',
  'GET /api/admissions/reference-tables/{table}/template': 'admissions reader',
  'POST /api/admissions/reference-tables/connection-tests': 'admissions operator',
  'POST /api/admissions/applications/{id}/answer': 'admissions operator',
  'POST /api/admissions/accounts/{id}/validation-link': 'admissions operator',
  'GET /api/admissions/dossiers': 'admissions operator',
  'GET /api/admissions/dossiers/{id}': 'admissions operator',
  'GET /api/admissions/dossier-choices': 'admissions reader',
  'GET /api/admissions/set-aside': 'admissions operator',
  'POST /api/admissions/set-aside/release': 'admissions operator',
  'POST /api/admissions/centres': 'admissions administrator',
  'POST /api/admissions/commissions': 'admissions administrator',
  'POST /api/admissions/decision-types': 'admissions administrator',
  'POST /api/admissions/attachment-models': 'admissions administrator',
  'POST /api/admissions/formations': 'admissions administrator',
  'POST /api/admissions/dossiers': 'admissions operator',
  'POST /api/admissions/applications': 'admissions operator',
  'POST /api/admissions/decisions': 'admissions operator',
  'POST /api/admissions/attachments': 'admissions operator',
  'POST /api/admissions/attachment-files': 'admissions operator',
  'POST /api/candidate/session': 'anyone',
  'DELETE /api/candidate/session': 'anyone',
  'GET /api/candidate/dossier': 'candidate',
  'POST /api/candidate/applications/{id}/answer': 'candidate',
  'GET /api/candidate/validations/{key}': 'anyone',
  'POST /api/candidate/validations/{key}': 'anyone',
  'GET /api/system': 'installation',
  'GET /api/first-steps': 'installation',
  'POST /api/test-mails': 'installation',
  'POST /api/test-webhooks': 'installation',

  'GET /api/batches': 'any reader',
  'GET /api/batches/{code}': 'health reader',
  'PUT /api/batches/{code}/plan': 'health administrator',
  'GET /api/batches/{code}/revisions': 'health reader',
  'POST /api/batches/{code}/revisions/{version}/restoration': 'health administrator',
  'GET /api/batches/{code}/launch-preview': 'health operator',
  'POST /api/batches/{code}/runs': 'health operator',
  'GET /api/batches/{code}/durations': 'health reader',
  'GET /api/batches/{code}/instants/{at}': 'health reader',
  'POST /api/schedule-previews': 'any reader',
  'GET /api/runs': 'any reader',
  'GET /api/runs.csv': 'any reader',
  'GET /api/runs/{id}': 'health reader',
  'GET /api/runs/{id}/lines': 'health reader',
  'GET /api/runs/{id}/log': 'health reader',
  'GET /api/runs/{id}/files/{fileId}': 'health reader',
  'POST /api/runs/{id}/cancellation': 'health operator',
  'POST /api/runs/{id}/repetition': 'health operator',
  'POST /api/runs/{id}/approval': 'health administrator',
  'POST /api/runs/{id}/discard': 'health administrator',
  'PUT /api/runs/{id}/acknowledgement': 'health operator',
  'DELETE /api/runs/{id}/acknowledgement': 'health operator',
  'GET /api/nights/{date}': 'any reader',
  'GET /api/events': 'any reader',

  'GET /api/settings': 'any reader',
  'PUT /api/settings/{key}': 'health administrator',
  'DELETE /api/settings/{key}': 'health administrator',

  'POST /api/uploads': 'health operator',
  'GET /api/uploads/{id}': 'health operator',
  'DELETE /api/uploads/{id}': 'health operator',
  'GET /api/imports': 'health reader',
  'POST /api/imports': 'health operator',
  'GET /api/imports/{id}': 'health reader',
  'GET /api/import-models': 'health reader',
  'POST /api/import-models': 'health administrator',
  'PATCH /api/import-models/{code}': 'health administrator',
  'DELETE /api/import-models/{code}': 'health administrator',
  'GET /api/import-models/{code}/codes': 'health reader',
  'POST /api/import-models/{code}/codes': 'health administrator',
  'DELETE /api/import-models/{code}/codes/{nomenclature}/{sourceCode}/{itemId}': 'health administrator',
  'GET /api/nomenclatures': 'health reader',
  'GET /api/nomenclatures/{code}/items': 'health reader',
  'POST /api/nomenclatures/{code}/items': 'health administrator',
  'PATCH /api/nomenclatures/{code}/items/{id}': 'health administrator',
  'POST /api/nomenclatures/{code}/items/import': 'health administrator',
  'GET /api/health/students': 'health operator',
  'GET /api/admissions/mail-templates': 'admissions reader',
  'GET /api/admissions/mail-templates/{code}': 'admissions reader',
  'PATCH /api/admissions/mail-templates/{code}': 'admissions administrator',
  'POST /api/admissions/mail-templates/{code}/reset': 'admissions administrator',
  'POST /api/admissions/mail-templates/{code}/preview': 'admissions reader',
  'POST /api/admissions/mail-templates/{code}/test': 'admissions administrator',
  'GET /api/admissions/opi': 'admissions reader',
  'GET /api/admissions/opi/summary': 'admissions reader',
  'POST /api/admissions/opi/retry': 'admissions operator',
  'GET /api/admissions/opi/attachments': 'admissions reader',
  'GET /api/admissions/opi/attachments/summary': 'admissions reader',
  'POST /api/admissions/opi/attachments/retry': 'admissions operator',
  'GET /api/admissions/opi/files': 'admissions reader',
  'GET /api/admissions/opi/files/{id}': 'admissions operator',
  'GET /api/admissions/opi/files/days/{day}/archive': 'admissions operator',
  'DELETE /api/admissions/opi/files/days/{day}': 'admissions administrator',
  'GET /api/admissions/opi/bulk-preview': 'admissions administrator',
  'POST /api/admissions/opi/reload': 'admissions administrator',
  'POST /api/admissions/opi/cancel': 'admissions administrator',
  'GET /api/admissions/opi/{applicationId}/matches': 'admissions administrator',
  'PUT /api/admissions/opi/{applicationId}/identity': 'admissions administrator',
  'GET /api/admissions/load-kinds': 'admissions reader',
  'GET /api/admissions/load-kinds/{kind}/template': 'admissions reader',
  'GET /api/admissions/loads': 'admissions reader',
  'POST /api/admissions/loads': 'admissions operator',
  'GET /api/admissions/loads/{id}': 'admissions reader',
  'POST /api/admissions/loads/{id}/application': 'admissions operator',
  'GET /api/health/load-kinds': 'health reader',
  'GET /api/health/load-kinds/{kind}/template': 'health reader',
  'GET /api/health/loads': 'health reader',
  'POST /api/health/loads': 'health operator',
  'GET /api/health/loads/{id}': 'health reader',
  'POST /api/health/loads/{id}/application': 'health operator',
  'GET /api/health/statistics': 'health reader',
  'GET /api/health/statistics/{id}': 'health reader',
  'POST /api/health/statistics/previews': 'health operator',
  'POST /api/health/statistics/{id}/approval': 'health administrator',
  'GET /api/health/vaccines': 'health reader',
  'PATCH /api/health/vaccines/{id}': 'health operator',
  'POST /api/health/vaccines/list': 'health administrator',
  'PUT /api/health/vaccinations/by-reference/{reference}': 'health operator',
  'POST /api/health/vaccinations': 'health operator',

  'GET /api/health/appointments': 'health operator',
  'POST /api/health/appointments': 'health operator',
  'PUT /api/health/appointments/by-reference/{reference}': 'health operator',
  'PATCH /api/health/appointments/{id}': 'health operator',
  'GET /api/health/appointment-motives': 'health reader',
  'POST /api/health/appointment-motives': 'health administrator',
  'PATCH /api/health/appointment-motives/{id}': 'health administrator',
  'PUT /api/health/appointment-motives/by-reference/{reference}': 'health administrator',
  'POST /api/health/appointment-motives/mail-preview': 'health reader',
  'GET /api/health/consultations': 'health reader',
  'GET /api/health/duplicates': 'health operator',
  'GET /api/health/duplicates/{id}': 'health operator',
  'POST /api/health/duplicates/{id}/decision': 'health operator',
  'POST /api/health/merge-previews': 'health operator medical',
  'GET /api/health/merges': 'health operator',
  'GET /api/health/merges/{id}': 'health operator',
  'POST /api/health/merges': 'health operator medical',
  'POST /api/health/merges/{id}/undo': 'health operator medical',
  'GET /api/health/consultations/{id}': 'health reader medical',
  'PUT /api/health/consultations/by-reference/{reference}': 'health operator',
  'POST /api/health/consultations/by-reference/{reference}/activity': 'health operator',
  'POST /api/health/consultations/by-reference/{reference}/closure': 'health operator',
  'GET /api/health/letter-templates': 'health reader',
  'GET /api/health/letter-templates/{kind}': 'health reader',
  'PUT /api/health/letter-templates/{kind}': 'health administrator',
  'POST /api/health/letter-templates/{kind}/preview': 'health reader',
  'POST /api/health/letter-templates/{kind}/preview-pdf': 'health reader',
  // Of others only with the medical right: src/api/routes/health-scan.test.ts
  'GET /api/health/scan-files': 'health reader',
  'POST /api/health/scan-files': 'health reader',
  'GET /api/health/scan-baskets': 'health operator',
  'GET /api/health/scan-files/{id}/content': 'health reader',
  'PUT /api/health/scan-files/{id}/lock': 'health reader',
  'DELETE /api/health/scan-files/{id}/lock': 'health reader',
  'PUT /api/health/scan-files/{id}/student': 'health reader',
  'DELETE /api/health/scan-files/{id}': 'health reader',
  'GET /api/health/consultations/closed-automatically': 'health reader',
  'POST /api/health/consultations/closed-automatically/reading': 'health reader',

  'GET /api/health/follow-ups/summary': 'health reader',
  'GET /api/health/follow-ups': 'health operator',
  'POST /api/health/follow-ups': 'health operator',
  'PUT /api/health/follow-ups/by-reference/{reference}': 'health operator',
  'GET /api/health/follow-ups/{id}': 'health operator',
  'PATCH /api/health/follow-ups/{id}': 'health operator',
  'POST /api/health/follow-ups/{id}/closing': 'health operator',
  'POST /api/health/follow-ups/{id}/reopening': 'health operator',
  'PUT /api/health/students/{id}/returned-mail': 'health operator',
  'DELETE /api/health/students/{id}/returned-mail': 'health operator',
  'GET /api/health/follow-up-editions': 'health reader',
  'GET /api/health/follow-up-editions/{id}/content': 'health operator',
  'POST /api/health/follow-up-editions/{id}/cancellation': 'health operator',

  'GET /api/learning/tools': 'learning reader',
  'GET /api/learning/tools/{tool}': 'learning reader',
  'POST /api/learning/tools/{tool}/runs': 'learning operator',
  'GET /api/learning/exchanges': 'learning reader',
  'GET /api/learning/exchanges/{id}': 'learning reader',
  'GET /api/learning/exchanges/{id}/lines': 'learning operator',
  'GET /api/learning/files': 'learning reader',
  'GET /api/learning/files/content': 'learning operator',
  'GET /api/learning/files/preview': 'learning operator',
  'POST /api/learning/files': 'learning operator',
  // Reports, archives and journals are the administrators': learning-files.test.ts
  'DELETE /api/learning/files': 'learning operator',
  'POST /api/learning/files/move': 'learning operator',
  'GET /api/learning/files/search': 'learning operator',
  'GET /api/learning/categories/empty': 'learning reader',
  'POST /api/learning/categories/delete': 'learning administrator',
  'GET /api/learning/courses': 'learning reader',
  'POST /api/learning/generated-files': 'learning operator',
  'GET /api/learning/drop': 'learning reader',
  'POST /api/learning/drop/pull': 'learning operator',
}

const people: readonly { readonly who: string; readonly is: Somebody | null }[] = [
  { who: 'nobody', is: null },
  { who: 'an account without roles', is: {} },
  { who: 'a reader of admissions', is: { roles: { admissions: 'reader' } } },
  { who: 'an operator of admissions', is: { roles: { admissions: 'operator' } } },
  { who: 'an administrator of admissions', is: { roles: { admissions: 'administrator' } } },
  {
    who: 'an administrator of everything but health, by application',
    is: { roles: { core: 'administrator', admissions: 'administrator', learning: 'administrator' } },
  },
  { who: 'a reader of health', is: { roles: { health: 'reader' } } },
  { who: 'an operator of health', is: { roles: { health: 'operator' } } },
  { who: 'an administrator of health', is: { roles: { health: 'administrator' } } },
  {
    who: 'a reader of health with the medical right',
    is: { roles: { health: 'reader' }, rights: ['medical'] },
  },
  {
    who: 'an administrator of health with the medical right',
    is: { roles: { health: 'administrator' }, rights: ['medical'] },
  },
  {
    who: 'an administrator of everything but health, with the medical right',
    is: {
      roles: { core: 'administrator', admissions: 'administrator', learning: 'administrator' },
      rights: ['medical'],
    },
  },
  { who: 'a reader of learning', is: { roles: { learning: 'reader' } } },
  { who: 'an operator of learning', is: { roles: { learning: 'operator' } } },
  { who: 'an administrator of the installation', is: { administrator: true } },
  {
    who: 'an administrator of the installation with the medical right',
    is: { administrator: true, rights: ['medical'] },
  },
]

const order: readonly Role[] = ['reader', 'operator', 'administrator']

/** The rule in words of its own: not the server's code. */
function allowed(need: Need, is: Somebody | null): boolean {
  if (need === 'anyone') return true
  if (is === null || need === 'candidate') return false
  if (need === 'signed-in') return true
  // Before what administrators may: they have not got it by being one.
  if (need.endsWith(' medical') && is.rights?.includes('medical') !== true) return false
  if (is.administrator === true) return true
  if (need === 'installation') return false
  const [where, wanted] = need.split(' ') as ['any' | ApplicationCode, Role]
  const has = where === 'any' ? Object.values(is.roles ?? {}) : [is.roles?.[where]]
  return has.some((role) => role !== undefined && order.indexOf(role) >= order.indexOf(wanted))
}

let database: TestDatabase
let node: ApiNode
let runId: number
let operations: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    batches: { health: [testBatch('TEST_SANTE')], admissions: [testBatch('TEST_ADMISSIONS')] },
  })
  await node.listen()
  const asked = await node.engine.requestRun({ code: 'TEST_SANTE', trigger: 'cli', requestedBy: 'test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  runId = asked.runId
  await node.engine.waitForRun(runId)
  const description = await node.nobody.get('/api/docs/json')
  operations = Object.entries(description.body.paths as Record<string, Record<string, unknown>>).flatMap(
    ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
})

afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

test('every route of the API is in the table, and the table names no other', () => {
  expect(operations.toSorted()).toEqual(Object.keys(needs).toSorted())
})

/** An address of what exists, so that a refusal is for the role and not for what is missing. */
function address(path: string): string {
  const health = path.startsWith('/api/batches')
    ? 'TEST_SANTE'
    : path.includes('nomenclatures')
      ? 'PAYS'
      : 'CHU'
  return path
    .replace('{key}', path.startsWith('/api/settings') ? 'health.import.file' : 'columns')
    .replace('{code}', health)
    .replace(
      '{id}',
      path.startsWith('/api/runs') || path.startsWith('/api/imports') || path.startsWith('/api/health/loads')
        ? String(runId)
        : '999999',
    )
    .replace('{at}', '2026-01-05T04:00:00Z')
    .replace('{date}', 'latest')
    .replace(/\{\w+\}/g, '1')
}

async function status(client: ApiClient, operation: string): Promise<number> {
  const [method, path] = operation.split(' ') as [string, string]
  if (path !== '/api/events') {
    const ask = client[method.toLowerCase() as 'post']
    return (await ask(address(path), method === 'GET' || method === 'DELETE' ? undefined : {})).status
  }
  // Endless where it is allowed.
  const stop = new AbortController()
  const answer = await client.fetch(path, { signal: stop.signal })
  stop.abort()
  return answer.status
}

// Signing out comes last: it would send the others away.
const last = (operation: string) => Number(operation === 'DELETE /api/session')

test.each(people)(
  '$who: every route that their roles lack is refused, the others are not',
  async ({ is }) => {
    const client = is === null ? node.nobody : await node.signIn(is)
    const wrong: string[] = []
    for (const operation of operations.toSorted((a, b) => last(a) - last(b))) {
      const need = needs[operation]
      if (need === undefined) continue
      const seen = await status(client, operation)
      const refused = seen === 401 || seen === 403
      if (allowed(need, is)) {
        // A wrong password, not a lacking role.
        if (refused && operation !== 'POST /api/session') wrong.push(`${operation} is refused: ${seen}`)
      } else if (seen !== (is === null || need === 'candidate' ? 401 : 403))
        wrong.push(`${operation} is not refused: ${seen}`)
    }
    expect(wrong).toEqual([])
  },
)

test('an API token of an administrator scoped to reading health may do no more than a reader of health', async () => {
  const administrator = await node.signIn({ administrator: true })
  const made = await administrator.post('/api/account/tokens', {
    name: 'test',
    role: 'reader',
    applications: ['health'],
    expiresInDays: 1,
  })
  expect(made.status).toBe(201)
  const authorization = `Bearer ${made.body.secret}`
  const reader: Somebody = { roles: { health: 'reader' } }
  const wrong: string[] = []
  for (const operation of operations) {
    const need = needs[operation]
    if (need === undefined || need === 'candidate' || allowed(need, reader)) continue
    const [method, path] = operation.split(' ') as [string, string]
    const answer = await node.server.inject({
      method: method as 'GET',
      url: address(path),
      headers: { authorization },
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
    })
    if (answer.statusCode !== 403) wrong.push(`${operation}: ${answer.statusCode}`)
  }
  expect(wrong).toEqual([])
})
