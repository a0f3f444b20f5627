import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { readHistory } from '../../src/batch/history.ts'
import { demoConnections } from '../../src/cli/demo/admissions.ts'
import { playDemo } from '../../src/cli/demo/prepare.ts'
import { headerBytes, studentLine } from '../../src/health/demo/student-file.ts'
import { encodeLatin1 } from '../../src/health/student-import/line/latin1.ts'
import { type Installation, openInstallation } from '../../src/installation.ts'
import { inviteAdministrator, linkUrl } from '../../src/platform/accounts/account-link.ts'
import { createAccount } from '../../src/platform/accounts/account-store.ts'
import { openSession } from '../../src/platform/accounts/session-store.ts'
import { readConfiguration } from '../../src/platform/configuration.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/server.ts'
import { openLog } from '../../src/platform/logging.ts'
import { type Program, startProgram } from '../../src/program.ts'

/** A system whose pages are photographed. */
export interface PhotographedSystem {
  readonly url: string
  /** Of an administrator of everything. */
  readonly cookie: string
  /** Addresses of pages that only this system has. */
  readonly pages: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export type Say = (words: string) => void

/** As it is after the first sign-in: nothing has run, nothing is set. */
export async function emptySystem(): Promise<PhotographedSystem> {
  const { installation, program, stop } = await start()
  const { cookie } = await administrator(installation, program)
  return { url: program.http!.url, cookie, pages: {}, stop }
}

/** With the demonstration's month behind it, files simulated and held, colleagues, and a batch that failed. */
export async function filledSystem(say: Say): Promise<PhotographedSystem> {
  const { installation, program, stop } = await start()
  const { cookie, csrfToken } = await administrator(installation, program)
  const url = program.http!.url
  const { engine } = program
  const night = await playDemo({
    installation,
    program,
    say: (text) => say(text.fr),
    follow: (runId) => engine.waitForRun(runId),
  })
  await addColleagues(installation, program)
  const call = async (method: string, path: string, body: unknown) => {
    const form = body instanceof FormData
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        cookie: `nocturne_session=${cookie}`,
        'x-csrf-token': csrfToken,
        ...(form || body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }
  const takeIn = async (fileName: string, bytes: Uint8Array<ArrayBuffer>, dryRun: boolean) => {
    const form = new FormData()
    form.append('file', new Blob([bytes]), fileName)
    const upload = await call('POST', '/api/uploads', form)
    const asked = await call('POST', '/api/imports', { uploadId: upload.id, model: 'APOGEE', dryRun })
    const run = await engine.waitForRun(Number(asked.runId))
    return run.id
  }
  const simulation = await takeIn('nouveaux.csv', movedStudents(300, 3), true)
  const held = await takeIn('toute-la-promotion.csv', movedStudents(4_000, 7), false)
  const { pool } = installation.database
  const { runs: failed } = await readHistory(pool, { states: ['failed'] }, { size: 1 })
  const { runs: skipped } = await readHistory(
    installation.database.pool,
    { states: ['skipped'] },
    { size: 1 },
  )
  const played = await call('POST', '/api/learning/tools/enrolments/runs', {
    file: { shelf: 'commands', name: 'inscriptions-a-corriger.csv' },
    dryRun: true,
  })
  await engine.waitForRun(Number(played.runId))
  const syncs = (await call('GET', '/api/learning/exchanges?tool=enrolments', undefined)) as {
    items: readonly { id: number; dryRun: boolean; fileName: string }[]
  }
  const faulty = syncs.items.filter(({ fileName }) => fileName === 'inscriptions-a-corriger.csv')
  const link = await inviteAdministrator(installation.database, {
    author: 'testun',
    now: engine.clock.now(),
  })
  const badNight = Temporal.Instant.from(failed[0]!.queuedAt)
    .toZonedDateTimeISO(installation.place.timeZone)
    .subtract({ hours: 12 })
    .toPlainDate()
  const past = skipped[0]?.dueAt ?? night.queuedAt
  const likeliest = await installation.database.pool.query<{ id: number }>(
    `select id from duplicate_pair where state = 'new' order by score desc, id limit 1`,
  )
  const office = await installation.database.pool.query<{
    waiting: number
    dossier: number
    form: number
    report: number
  }>(
    `select (select id from admissions.campaign where activation_asked is not null and activated_at is null) as waiting,
            (select account_id from admissions.candidate
             join admissions.application on application.candidate_id = candidate.id
             join admissions.opi on opi.application_id = application.id
             where opi.quarantined_at is not null order by account_id desc limit 1) as dossier,
            (select min(id) from admissions.form) as form,
            (select max(id) from admissions.destruction_report) as report`,
  )
  const { waiting, dossier, form, report } = office.rows[0]!
  const loaded = await readHistory(pool, { batch: 'CHARGE_CANDIDATURES' }, { size: 1 })
  const poured = await readHistory(pool, { batch: 'BATCH_ASYNC_OPI' }, { size: 1 })
  const preview = (await call('POST', '/api/health/statistics/previews', {})) as { id: string }
  return {
    url,
    cookie,
    pages: {
      'night-bad': `/nights/${badNight}`,
      run: `/runs/${night.id}`,
      'run-failed': `/runs/${failed[0]!.id}`,
      'run-held': `/runs/${held}`,
      'import-report': `/imports/${night.id}`,
      'import-simulation': `/imports/${simulation}`,
      'import-held': `/imports/${held}`,
      'sync-report': `/sync-reports/${faulty.find(({ dryRun }) => !dryRun)!.id}`,
      'sync-simulation': `/sync/enrolments?file=inscriptions-a-corriger.csv&run=${played.runId}`,
      instant: `/batches/IMP_QUO/instants/${past}`,
      'duplicate-group': `/duplicates/${likeliest.rows[0]!.id}`,
      'statistic-push': `/statistics/${preview.id}`,
      campaign: `/campaigns/${waiting}`,
      dossier: `/dossiers/${dossier}`,
      'opi-errors': '/opi?state=error',
      form: `/forms/${form}`,
      destruction: `/destructions/${report}`,
      'admissions-load': `/admissions-loads/${loaded.runs[0]!.id}`,
      'run-opi': `/runs/${poured.runs[0]!.id}`,
      invitation: linkUrl('', link),
    },
    stop,
  }
}

async function start(): Promise<{ installation: Installation; program: Program; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-screenshots-'))
  const server = await startEmbeddedPostgres({ dataDirectory: folder })
  const installation = await openInstallation({
    ...readConfiguration({}, folder),
    ...demoConnections(folder, server.url),
    dataDirectory: folder,
    rateLimit: 0,
  })
  const program = await startProgram(installation, {
    scheduler: true,
    runner: true,
    nodeName: 'calcium-1',
    version: '0.1.0',
    log: openLog('error', process.stderr),
    http: { host: '127.0.0.1', port: 0 },
  })
  return {
    installation,
    program,
    async stop() {
      await program.stop()
      await installation.stop()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function administrator({ database }: Installation, { engine }: Program) {
  const now = engine.clock.now()
  const made = await createAccount(
    database,
    {
      login: 'testun',
      name: 'Camille Testun',
      email: 'testun@example.org',
      locale: 'fr',
      administrator: true,
      grants: {},
      // Sees what only physicians see.
      rights: ['medical'],
    },
    { author: 'cli:installation', address: null, now },
  )
  if (!made.ok) throw new Error(made.reason)
  const session = await openSession(database.pool, {
    accountId: made.account.id,
    method: 'local',
    address: '127.0.0.1',
    userAgent: 'Chromium',
    now,
  })
  return { cookie: session.cookieValue, csrfToken: session.csrfToken }
}

async function addColleagues({ database }: Installation, { engine }: Program): Promise<void> {
  const now = engine.clock.now()
  for (const [login, name, grants] of [
    ['testdeux', 'Dominique Testdeux', { health: 'operator' }],
    ['testtrois', 'Claude Testtrois', { admissions: 'administrator', health: 'reader' }],
    ['testquatre', 'Andréa Testquatre', { learning: 'operator' }],
  ] as const)
    await createAccount(
      database,
      { login, name, email: `${login}@example.org`, locale: 'fr', administrator: false, grants },
      { author: 'testun', address: '127.0.0.1', now },
    )
}

/** The first `count` students of the demonstration, who have moved house in `edition`. */
function movedStudents(count: number, edition: number): Uint8Array<ArrayBuffer> {
  const lines = Array.from({ length: count }, (_, n) => studentLine(n + 1, { edition }))
  return Uint8Array.from(Buffer.concat([headerBytes, encodeLatin1(lines.join(''))]))
}
