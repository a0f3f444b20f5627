import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { admissionsApplication } from '../src/admissions/application.ts'
import { shippedTemplates } from '../src/admissions/mails/shipped-templates.ts'
import { createOpiTables } from '../src/admissions/opi/target/suite/opi-target-suite.ts'
import { openRemoteDatabase } from '../src/platform/remote-database.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { admissionsKillScenes } from './support/admissions-kill/scenes.ts'
import type { OfficeStage } from './support/admissions-kill/stage.ts'
import { testConnections } from './support/connections.ts'
import { type KillBench, killTests, openKillBench } from './support/kill-bench.ts'
import { type LdapServer, startLdap } from './support/ldap-server.ts'
import { type LimeSurveyServer, startLimeSurvey } from './support/limesurvey-server.ts'
import { csvFolder } from './support/siscol-rows.ts'
import { openSmtpInbox, type SmtpInbox } from './support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// `kill -9` of a node in the middle of every batch of the admissions office: it is re-run by itself, and what is left in the
// end (tables, files, mails received, the tables of the information system) is what an undisturbed run leaves. Then it runs
// twice more, which changes and sends nothing. And each is tried on an empty database.

let database: TestDatabase
let target: TestDatabase
let inbox: SmtpInbox
let surveys: LimeSurveyServer
let directory: LdapServer
let bench: KillBench<OfficeStage>

beforeAll(async () => {
  ;[database, target, inbox, surveys, directory] = await Promise.all([
    createTestDatabase(),
    createTestDatabase(),
    openSmtpInbox(),
    startLimeSurvey(),
    startLdap(),
  ])
  const remote = await openRemoteDatabase(target.url)
  await createOpiTables(remote)
  await remote.close()
  bench = await openKillBench<OfficeStage>({
    application: { ...admissionsApplication, code: 'admissions' },
    database,
    inbox,
    placeOf: ({ connections }) => ({ connections }),
    emptyStage,
  })
})
afterAll(async () => {
  await bench?.stop()
  await inbox?.close()
  await surveys?.stop()
  await directory?.stop()
  await target?.drop()
  await database?.drop()
})

killTests(admissionsKillScenes, () => bench)

async function emptyStage(): Promise<OfficeStage> {
  await emptyDatabase(database)
  await database.pool.query(
    `insert into admissions.mail_template (code, label)
     select code, label from jsonb_to_recordset($1) as shipped (code text, label text)`,
    [JSON.stringify(shippedTemplates.map(({ code, label }) => ({ code, label: label.fr })))],
  )
  await target.pool.query('truncate opi_pj, ind_opi, voeux_ins restart identity')
  surveys.surveys.clear()
  Object.assign(directory, { entries: [] })
  const { rows } = await database.pool.query<{ last: number }>(
    'select coalesce(max(id), 0) as last from audit_event',
  )
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-admissions-kill-'))
  const siscol = csvFolder({}, null)
  const mails = inbox.mails.length
  return {
    database,
    target,
    siscol,
    surveys,
    directory,
    dataDirectory,
    settings: settingsStore(database, admissionsApplication.settings),
    trailBegins: rows[0]!.last,
    smtpUrl: inbox.url,
    inbox: {
      get mails() {
        return inbox.mails.slice(mails)
      },
    },
    connections: testConnections({
      siscolUrl: siscol.url,
      opiUrl: target.url,
      surveys: surveys.connection,
      directory: directory.connection,
      candidateFiles: join(dataDirectory, 'candidates'),
      opiFiles: join(dataDirectory, 'opi'),
      demo: true,
    }),
  }
}

/** Rows go and identifiers begin anew. Cheaper than to truncate: that makes new files of every table and index. */
async function emptyDatabase({ pool }: TestDatabase): Promise<void> {
  await pool.query(`
    do $$
      declare
        name text;
      begin
        perform set_config('session_replication_role', 'replica', true);
        for name in
          select format('admissions.%I', relname) from pg_class
          where relnamespace = 'admissions'::regnamespace and relkind = 'r'
          union all
          select unnest('{outgoing_mail,batch_unit_failure,batch_run_file,command_file_progress,file_exchange,setting}'::text[])
        loop
          execute 'delete from ' || name;
        end loop;
        perform setval(seqrelid, 1, false)
        from pg_sequence join pg_class on pg_class.oid = seqrelid
        where relnamespace = 'admissions'::regnamespace;
        update maintenance set "on" = false, since = null, message = null, by = null;
      end
    $$`)
}
