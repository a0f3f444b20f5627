import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { fileStore } from '../../../src/admissions/files/file-store.ts'
import { standingClock } from '../../../src/platform/clock.ts'
import type { Connections } from '../../../src/platform/connections.ts'
import { smtpMailer } from '../../../src/platform/mail.ts'
import { sendPostedMail } from '../../../src/platform/outgoing-mail.ts'
import { addRow, addScene, type Scene } from '../admissions-scene.ts'
import type { Stage } from '../kill-bench.ts'
import type { LdapServer } from '../ldap-server.ts'
import type { LimeSurveyServer } from '../limesurvey-server.ts'
import type { CsvFolder } from '../siscol-rows.ts'
import type { TestDatabase } from '../test-database.ts'

/** An office with all the systems around it: each scene fills those that its batch talks to. */
export interface OfficeStage extends Stage {
  /** Of the scene: one may have another information system. */
  readonly connections: { -readonly [K in keyof Connections]: Connections[K] }
  /** The establishment's: the tables of docs/opi-target/. */
  readonly target: TestDatabase
  readonly siscol: CsvFolder
  readonly surveys: LimeSurveyServer
  readonly directory: LdapServer
  readonly smtpUrl: string
}

/** The civil day in `days` days. */
export const day = (days: number): string =>
  Temporal.Now.zonedDateTimeISO('Europe/Paris').toPlainDate().add({ days }).toString()

/** An instant, so many days of 24 hours from now. */
export const instant = (days: number): string =>
  Temporal.Now.instant()
    .add({ seconds: 86_400 * days })
    .toString()

/** The office of `addScene` with a campaign that is under way today. */
export async function openOffice(
  { database }: OfficeStage,
  { sisKind = 'A' as const, campaign = {} }: { sisKind?: 'A' | 'P'; campaign?: object } = {},
): Promise<Scene> {
  return await addScene(database.pool, {
    sisKind,
    campaign: {
      start_on: day(-120),
      end_on: day(120),
      activated_at: instant(-120),
      ...campaign,
    },
  })
}

/** `count` validated accounts with personal data, numbered on from `first`; in one statement, for batches that go by the hundred. */
export async function addPeople(
  { database }: OfficeStage,
  scene: Scene,
  count: number,
  first = 1,
): Promise<void> {
  const { campaignId, sisKind } = scene
  await database.pool.query(
    `with number as (
       insert into admissions.dossier_number (dossier_no, campaign_code)
       select 'T' || lpad(n::text, 7, '0'), '2026' from generate_series($3::int, $3::int + $4::int - 1) as n
       returning dossier_no, substr(dossier_no, 2)::int as n
     ), added as (
       insert into admissions.account (campaign_id, dossier_no, last_name, first_name, mail, validated, valid_until)
       select $1::bigint, dossier_no, 'TESTUN' || n, 'Zoé', 'testun' || n || '@example.org', true, now()
       from number order by n
       returning id, last_name
     )
     insert into admissions.candidate
       (account_id, sis_kind, civility, sex, birth_name, first_name, born_on, birth_country, birth_city, nationality,
        country_code, commune_code, postcode, address_line3)
     select id, $2, 'Mme', 'F', last_name, 'Zoé', '2005-03-14', '100', 'PARIS', '100', '100', '75056', '75001', '1 rue des Essais'
     from added order by id`,
    [campaignId, sisKind, first, count],
  )
}

export async function rows(
  { database }: OfficeStage,
  text: string,
  values: unknown[] = [],
): Promise<unknown[]> {
  return (await database.pool.query({ text, values, rowMode: 'array' })).rows
}

/** A file of a candidate, on the disk and in its table; returns its row. */
export async function keepFile({ database, connections }: OfficeStage, path: string): Promise<number> {
  const store = fileStore(connections.candidateFiles)
  await store.begin()
  await store.write(path, `%PDF-1.4 ${path}`)
  return await addRow(database.pool, 'stored_file', {
    path,
    name: 'releve.pdf',
    owner_kind: 'C',
    author: 'candidate',
    created_at: instant(-500),
  })
}

export interface LeftOptions {
  /** Columns that tell of a run and not of what it left, by table. */
  readonly omit?: Readonly<Record<string, readonly string[]>>
  /** What else there is to compare. */
  readonly also?: (stage: OfficeStage) => Promise<unknown>
  /** Where there are many: compares what is posted, and sends nothing. */
  readonly posted?: true
}

/**
 * All that an office holds: each row of each table of the schema, but its own identifier, which leaps where work is undone; every
 * mail posted is sent, and who received what counts; files on the disk by their content; what the trail says; the target's tables.
 * Instants are told from none, not from each other.
 */
export async function officeLeft(stage: OfficeStage, options: LeftOptions = {}): Promise<unknown> {
  if (!options.posted) await deliver(stage)
  return {
    tables: await tablesLeft(stage, options.omit ?? {}),
    mails: stage.inbox.mails.map(({ to, subject, text }) => `${to}: ${subject}\n${text}`).sort(),
    unsent: await rows(
      stage,
      `select occasion, state, mail from outgoing_mail where state <> 'sent' order by 1`,
    ),
    failures: await rows(
      stage,
      'select batch_code, unit_key, attempts from batch_unit_failure order by 1, 2',
    ),
    maintenance: await rows(
      stage,
      'select scope, "on", message, by, since is null from maintenance order by 1',
    ),
    trail: await rows(
      stage,
      `select action, subject, count(*) from audit_event
       where id > $1 and actor like 'SYSTEM:%' and action not like 'run.%' group by 1, 2 order by 1, 2`,
      [stage.trailBegins],
    ),
    files: filesLeft(stage),
    target: await targetLeft(stage),
    more: await options.also?.(stage),
  }
}

/** Also those that wait: whatever holds them, they leave. */
async function deliver({ database, smtpUrl }: OfficeStage): Promise<void> {
  await database.pool.query(`update outgoing_mail set next_attempt_at = now() where state = 'pending'`)
  const mailer = smtpMailer({ url: smtpUrl, from: 'nocturne@example.org' })
  await sendPostedMail(database, mailer, standingClock(Temporal.Now.instant().add({ seconds: 1 })))
  mailer.close()
}

const ofARun = new Set(['run_id', 'run_ids', 'runId', 'run'])
const manyRows = 300

async function tablesLeft(
  stage: OfficeStage,
  omit: NonNullable<LeftOptions['omit']>,
): Promise<Record<string, unknown>> {
  const left: Record<string, unknown> = {}
  for (const { name, identity } of await officeTables(stage)) {
    const found = (await rows(stage, `select to_jsonb(one) from admissions.${name} as one`)).flat()
    const without = new Set([...(identity ? ['id'] : []), ...(omit[name] ?? [])])
    const told = found.map((row) => JSON.stringify(plain(row, without))).sort()
    if (told.length > 0) left[name] = told.length > manyRows ? [told.length, digest(told.join('\n'))] : told
  }
  return left
}

let tables: { name: string; identity: boolean }[] | undefined

async function officeTables({ database }: OfficeStage): Promise<{ name: string; identity: boolean }[]> {
  tables ??= (
    await database.pool.query<{ name: string; identity: boolean }>(
      `select relname as name, exists (
         select from pg_attribute where attrelid = pg_class.oid and attname = 'id' and attidentity <> '') as identity
       from pg_class where relnamespace = 'admissions'::regnamespace and relkind = 'r' order by relname`,
    )
  ).rows
  return tables
}

/** Without instants and runs, however deep. */
function plain(value: unknown, without: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !ofARun.has(name) && !without.has(name))
        .map(([name, one]) => [name, plain(one)]),
    )
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? 'an instant' : value
}

const digest = (content: string | Buffer) => createHash('sha256').update(content).digest('hex').slice(0, 16)

/** A file that was being written when its process was killed: the store takes it away with the folder of its campaign. */
const interrupted = /\/\.nocturne-[0-9a-f-]{36}\.part$/

/** Of candidates' files and the files of days; what is hidden is part of it. */
function filesLeft({ connections: { candidateFiles, opiFiles } }: OfficeStage): string[] {
  return [candidateFiles, opiFiles].flatMap((root) => {
    if (!existsSync(root)) return []
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => root !== candidateFiles || !interrupted.test(join(entry.parentPath, entry.name)))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return `${relative(root, path)}${entry.isFile() ? ` ${digest(readFileSync(path))}` : '/'}`
      })
      .sort()
  })
}

async function targetLeft({ target }: OfficeStage): Promise<unknown> {
  const { rows: people } = await target.pool.query<object>(
    `select to_jsonb(ind_opi) - 'cod_ind_opi' as person,
       (select jsonb_agg(to_jsonb(wish) - 'cod_ind_opi' order by cod_etp, cod_cge, cod_vrs_vet)
        from voeux_ins wish where wish.cod_ind_opi = ind_opi.cod_ind_opi) as wishes,
       (select jsonb_agg(to_jsonb(file) - 'cod_ind_opi' order by cod_tpj)
        from opi_pj file where file.cod_ind_opi = ind_opi.cod_ind_opi) as files
     from ind_opi order by cod_opi_int_epo`,
  )
  return people.map((one) => plain(one))
}
