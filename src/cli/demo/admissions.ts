import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { writeSeasonFiles } from '../../admissions/demo/attachments.ts'
import { markDemo } from '../../admissions/demo/demo-locks.ts'
import { demoLoadFiles } from '../../admissions/demo/load-files.ts'
import { type PouredRecord, readPoured } from '../../admissions/demo/opi.ts'
import { fillSeason } from '../../admissions/demo/season.ts'
import { writeSiscolFolder } from '../../admissions/demo/siscol-folder.ts'
import { opiUsed } from '../../admissions/settings.ts'
import { listBatches } from '../../batch/list-batches.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { type PlanOptions, savePlan } from '../../batch/save-plan.ts'
import type { Installation } from '../../installation.ts'
import { transaction } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'

const opiDatabase = 'opi_demo'

/** How a demonstration reaches the systems around its admissions office: all of them are here. */
export function demoConnections(dataDirectory: string, databaseUrl: string) {
  const opi = new URL(databaseUrl)
  opi.pathname = `/${opiDatabase}`
  return {
    sisKind: 'A' as const,
    siscolUrl: pathToFileURL(siscolFolder(dataDirectory)).href,
    opiUrl: opi.href,
    demo: true,
  }
}

function siscolFolder(dataDirectory: string): string {
  return join(dataDirectory, 'siscol')
}

const noDay = { weekdays: [], dayOfMonth: null, month: null, year: null, everyMinutes: null }
const workdays = ['mon', 'tue', 'wed', 'thu', 'fri']

/**
 * The plans of admissions.md 3.0, as its product's table shows them: reference tables on weekday evenings, the reset at night
 * and out of service, all others in service on no day. Comes before the invented past: its runs follow the plans.
 */
export async function planAdmissions(options: PlanOptions, author: string): Promise<void> {
  const plans: Readonly<Record<string, { readonly enabled: boolean; readonly schedule: object }>> = {
    BATCH_SYNCHRO_SISCOL: { enabled: true, schedule: { ...noDay, weekdays: workdays, time: '21:00' } },
    BATCH_DEMO: { enabled: false, schedule: { ...noDay, weekdays: workdays, time: '03:50' } },
    BATCH_NETTOYAGE: {
      enabled: true,
      schedule: { ...noDay, weekdays: [...workdays, 'sat', 'sun'], time: '22:30' },
    },
  }
  for (const batch of await listBatches(options.database.pool)) {
    const given = plans[batch.code]
    if (!batch.planned || (batch.application !== 'admissions' && given === undefined)) continue
    // Somebody has planned it: the demonstration was played before.
    if (batch.version > 1) continue
    const plan = given ?? { enabled: true, schedule: { ...noDay, time: batch.schedule.time } }
    const saved = await savePlan(options, { code: batch.code, version: batch.version, author, ...plan })
    // One that is not ready stays out of service, with its plan.
    if (!saved.ok && plan.enabled)
      await savePlan(options, { code: batch.code, version: batch.version, author, schedule: plan.schedule })
  }
}

export interface AdmissionsSteps {
  readonly installation: Installation
  readonly now: Temporal.Instant
  say(text: Text): void
  /** Launches a batch and waits for its end. */
  run(code: string, parameters: Readonly<Record<string, unknown>>): Promise<RunRecord>
}

const accounts = 300

/**
 * Fills the admissions office with a season and makes the systems around it: the folder of reference tables, the database that
 * takes pre-registrations. Then runs the batches whose outcome is worth looking at; archiving, destruction, withdrawals,
 * attachments and accounts to clean are left to whoever looks around.
 */
export async function fillAdmissions({ installation, now, say, run }: AdmissionsSteps): Promise<void> {
  const { database, place, settings } = installation
  const { connections, timeZone, dataDirectory } = place
  if (connections === undefined) return
  const { year } = now.toZonedDateTimeISO(timeZone)
  await writeSiscolFolder(siscolFolder(dataDirectory), year)
  if (connections.opiUrl !== null) await makeOpiTarget(database.url, connections.opiUrl)
  await settings.set(opiUsed.key, true, 'demo')
  const { rows } = await database.pool.query<{ empty: boolean }>(
    'select not exists (select from admissions.campaign) as empty',
  )
  const isNew = rows[0]!.empty
  if (isNew) {
    const { accounts: people, applications } = await transaction(database.pool, async (client) => {
      await markDemo(client, now)
      return await fillSeason(client, { now, timeZone, sisKind: connections.sisKind, accounts })
    })
    const files = await writeSeasonFiles(database.pool, connections.candidateFiles)
    say({
      fr: `candidatures : ${people} comptes, ${applications} candidatures, ${files} pièces fictives`,
      en: `admissions: ${people} accounts, ${applications} applications, ${files} fictional attachments`,
    })
  }
  if (isNew && connections.opiUrl !== null)
    await fillOpiTarget(connections.opiUrl, await readPoured(database.pool))
  const folder = join(dataDirectory, 'candidatures')
  await mkdir(folder, { recursive: true })
  const files = Object.entries(demoLoadFiles(String(year)))
  for (const [name, text] of files) await writeFile(join(folder, name), text)
  if (isNew)
    for (const [name] of files)
      await run('CHARGE_CANDIDATURES', {
        kind: name.split('-')[0]!,
        path: join(folder, name),
        fileName: name,
      })
  for (const code of shown) {
    const { state, error } = await run(code, {})
    // A unit that fails makes a run fail: part of what there is to see.
    if (state !== 'finished' && state !== 'failed') throw new Error(`${code}: ${error ?? state}`)
  }
}

const shown = ['BATCH_SYNCHRO_SISCOL', 'BATCH_ASYNC_OPI', 'BATCH_CALCUL_RANG_LC', 'BATCH_RELANCE_FAVO']

const targetTables = new URL('../../../docs/opi-target/postgresql.sql', import.meta.url)

/** The database that stands for the information system's own, on the demonstration's server. */
async function makeOpiTarget(databaseUrl: string, opiUrl: string): Promise<void> {
  await asked(databaseUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [opiDatabase])
    if (rowCount === 0) await client.query(`create database ${opiDatabase}`)
  })
  await asked(opiUrl, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('ind_opi') is not null as there`,
    )
    if (!rows[0]!.there) await client.query(await readFile(fileURLToPath(targetTables), 'utf8'))
  })
}

/** What was poured before the demonstration began is there, so that it can be read back and withdrawn. */
async function fillOpiTarget(opiUrl: string, poured: readonly PouredRecord[]): Promise<void> {
  await asked(opiUrl, async (client) => {
    await client.query(
      `with given as (
         select * from jsonb_to_recordset($1) as given (
           record int, "opiCode" text, "lastName" text, "firstName" text, "bornOn" date, wishes jsonb)
       ), made as (
         insert into ind_opi (cod_ind_opi, cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi)
         select record, "opiCode", "lastName", "firstName", "bornOn" from given
         on conflict do nothing
       )
       insert into voeux_ins (cod_ind_opi, cod_cge, cod_etp, cod_vrs_vet)
       select record, cge, stage, version
       from given, jsonb_to_recordset(wishes) as wish (cge text, stage text, version int)
       on conflict do nothing`,
      [JSON.stringify(poured)],
    )
    await client.query(
      `select setval(pg_get_serial_sequence('ind_opi', 'cod_ind_opi'), (select max(cod_ind_opi) from ind_opi) + 1000)`,
    )
  })
}

async function asked(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
