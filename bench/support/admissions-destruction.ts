import { unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { writeSeasonFiles } from '../../src/admissions/demo/attachments.ts'
import type { Database } from '../../src/platform/database.ts'
import { fillBenchSeason } from './admissions.ts'
import { type BenchPlace, type MeasuredRun, ratio, runBatch, settled, timed } from './admissions-place.ts'

const sample = 200

/**
 * BATCH_DESTRUCT_DOSSIER of a campaign with `applications` applications of a quarter as many accounts, `files` files on
 * the disk, two notes and a mail for each application; and of half of that (`growth`). The peer deletes account by account and
 * lets the database cascade, each with its mails and files.
 */
export async function benchDestruction(
  place: BenchPlace,
  { applications, files }: { applications: number; files: number },
) {
  const half = await destroyOnce(place, 'half', applications / 2, files / 2)
  const whole = await destroyOnce(place, 'whole', applications, files)
  return {
    destroyedApplications: whole.run.detail.candidatures!,
    destroyedAccounts: whole.run.detail.traites!,
    destroyedFiles: whole.run.detail.fichiers_supprimes!,
    destructionMs: whole.run.ms,
    destructionPeakMb: whole.run.peakMb,
    destructionMemoryRatio: ratio(whole.run.peakMb, half.run.peakMb),
    destructionGrowth: ratio(whole.run.ms, half.run.ms),
    destructionNaiveRatio: ratio(whole.naiveMs, whole.run.ms),
    leftBehind: whole.left,
  }
}

async function destroyOnce(
  place: BenchPlace,
  name: string,
  applications: number,
  files: number,
): Promise<{ run: MeasuredRun; naiveMs: number; left: number }> {
  const database = await place.create(`destruction_${name}`)
  const { pool } = database
  const root = join(place.folder, `files-${name}`)
  await fillBenchSeason(database, { accounts: Math.round(applications / 3.1), applicationsEach: 4 })
  await archiveAll(database, Math.round(files))
  await writeSeasonFiles(pool, root)
  await settled(database)
  const { rows } = await pool.query<{ accounts: number }>(
    'select count(*) as accounts from admissions.account',
  )
  const naiveMs = (await oneAfterTheOther(database, root)) * (rows[0]!.accounts / sample)
  const run = await runBatch(place, database, 'BATCH_DESTRUCT_DOSSIER', { candidateFiles: root })
  const { rows: left } = await pool.query<{ count: number }>(
    `select (select count(*) from admissions.account) + (select count(*) from admissions.application)
          + (select count(*) from admissions.stored_file) + (select count(*) from admissions.dossier_event)
          + (select count(*) from outgoing_mail where occasion like 'admissions:%') as count`,
  )
  await database.close()
  return { run, naiveMs, left: left[0]!.count }
}

/** The campaign in service becomes one that is due; so many files stay. */
async function archiveAll({ pool }: Database, files: number): Promise<void> {
  await pool.query(
    `update admissions.campaign set activation_asked = null where activated_at is null;
     update admissions.campaign set in_service = false, archived_at = '2025-03-01T00:00:00Z' where in_service`,
  )
  await pool.query('delete from admissions.opi_attachment')
  await pool.query(
    `with staying as (select id from admissions.stored_file where owner_kind = 'C' and author = 'demo' order by id limit $1)
     update admissions.application_attachment set file_id = null where file_id not in (select id from staying)`,
    [files],
  )
  await pool.query(
    `delete from admissions.stored_file
     where owner_kind = 'C' and id not in (
       select file_id from admissions.application_attachment where file_id is not null)
       and id not in (select file_id from admissions.attachment_model where file_id is not null)`,
  )
  await pool.query(
    `insert into admissions.dossier_event (account_id, application_id, at, author, event)
     select account_id, application.id, '2025-01-01T00:00:00Z', 'bench', event
     from admissions.application join admissions.candidate on candidate.id = candidate_id,
       unnest(array['created', 'decision-taken']) as event`,
  )
  await pool.query(
    `insert into outgoing_mail (occasion, mail, state, sent_at, next_attempt_at)
     select 'admissions:DECISION_FAVORABLE:application:' || id || ':1',
            jsonb_build_object('to', jsonb_build_array('testun@example.org'), 'subject', 'Décision',
                               'text', repeat('Bonjour ', 100)),
            'sent', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'
     from admissions.application`,
  )
}

/** Accounts from the end, each in a transaction of its own. */
async function oneAfterTheOther({ pool }: Database, root: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'select id from admissions.account order by id desc limit $1',
    [sample],
  )
  const client = await pool.connect()
  try {
    return await timed(async () => {
      for (const { id } of rows) {
        await client.query('begin')
        const { rows: below } = await client.query<{ id: number }>(
          `select application.id from admissions.application join admissions.candidate on candidate.id = candidate_id
           where account_id = $1`,
          [id],
        )
        const { rows: files } = await client.query<{ id: number; path: string }>(
          `select stored_file.id, path from admissions.application_attachment
           join admissions.stored_file on stored_file.id = file_id where application_id = any ($1)`,
          [below.map((one) => one.id)],
        )
        for (const one of below)
          await client.query(
            `delete from outgoing_mail
             where occasion ~ '^admissions.*\\maccount:\\d' and
                   substring(occasion from '^admissions.*\\maccount:(\\d{1,18})')::bigint = $1
                or occasion ~ '^admissions.*\\mapplication:\\d' and
                   substring(occasion from '^admissions.*\\mapplication:(\\d{1,18})')::bigint = $2`,
            [id, one.id],
          )
        await client.query('delete from admissions.account where id = $1', [id])
        for (const file of files)
          await client.query('delete from admissions.stored_file where id = $1', [file.id])
        await client.query('commit')
        for (const { path } of files) unlinkSync(join(root, path))
      }
    })
  } finally {
    client.release()
  }
}
