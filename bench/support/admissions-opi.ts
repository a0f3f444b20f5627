import { readFileSync } from 'node:fs'
import { opiUsed } from '../../src/admissions/settings.ts'
import type { Database } from '../../src/platform/database.ts'
import { fillBenchSeason } from './admissions.ts'
import { type BenchPlace, type MeasuredRun, ratio, runBatch, settled, timed } from './admissions-place.ts'

const sample = 500

/**
 * BATCH_ASYNC_OPI for `candidates` candidates with a confirmed application each, into PostgreSQL tables as the
 * establishment has them, read back; then a run that finds nothing to do, and the first on half as many (`growth`). The peer
 * calls for one candidate after the other, as a service with one call a candidate would be used: look, write, read back, mark.
 */
export async function benchOpi(place: BenchPlace, candidates: number) {
  const half = await pourOnce(place, 'half', Math.round(candidates / 2))
  const whole = await pourOnce(place, 'whole', candidates)
  return {
    opiCandidates: candidates,
    opiMs: whole.first.ms,
    opiPoured: whole.first.detail.voeux_verses!,
    opiInTarget: whole.there,
    opiAgainMs: whole.again.ms,
    opiPeakMb: whole.first.peakMb,
    opiMemoryRatio: ratio(whole.first.peakMb, half.first.peakMb),
    opiGrowth: ratio(whole.first.ms, half.first.ms),
    opiNaiveRatio: ratio(whole.naiveMs, whole.first.ms),
  }
}

async function pourOnce(
  place: BenchPlace,
  name: string,
  candidates: number,
): Promise<{ first: MeasuredRun; again: MeasuredRun; there: number; naiveMs: number }> {
  const target = await place.create(`opi_target_${name}`, { migrated: false })
  const tables = readFileSync(new URL('../../docs/opi-target/postgresql.sql', import.meta.url), 'utf8')
  await target.pool.query(tables)
  const database = await place.create(`opi_office_${name}`)
  await fillBenchSeason(database, {
    accounts: Math.round(candidates * 1.25),
    applicationsEach: 1,
    attachments: false,
  })
  await confirmAll(database, candidates)
  await settled(database)
  const pour = () => runBatch(place, database, 'BATCH_ASYNC_OPI', { opiUrl: target.url })
  const first = await pour()
  const again = await pour()
  const { rows } = await target.pool.query<{ count: number }>('select count(*) as count from VOEUX_INS')
  const naiveMs = (await oneAfterTheOther(database, target)) * (candidates / sample)
  await target.close()
  await database.close()
  return { first, again, there: rows[0]!.count, naiveMs }
}

/** One application of each candidate of the campaign in service is confirmed, and waits to be poured. */
async function confirmAll({ pool }: Database, candidates: number): Promise<void> {
  await pool.query(
    `insert into setting (key, value, changed_by) values ($1, 'true', 'bench')
     on conflict (key) do update set value = excluded.value`,
    [opiUsed.key],
  )
  await pool.query('delete from admissions.opi_attachment; delete from admissions.opi')
  // A baccalaureate of a year to come is not poured.
  await pool.query('update admissions.candidate_bac set year = 2025')
  // Nines filled up with nines are one student's number.
  await pool.query('update admissions.account set student_no = null')
  await pool.query(
    `update admissions.formation set stage_code = coalesce(stage_code, 'ETBENC'), stage_version = coalesce(stage_version, '101'),
       cge_code = coalesce(cge_code, (select min(code) from admissions.siscol_cge))`,
  )
  await pool.query(
    `with confirmed as (
       update admissions.application
       set accepted = true, answered_at = '2026-05-20T10:00:00Z', answered_by = 'bench', cancelled_at = null
       where id in (
         select min(application.id) from admissions.application
         join admissions.candidate on candidate.id = candidate_id
         join admissions.account on account.id = account_id
         join admissions.campaign on campaign.id = campaign_id and in_service
         group by candidate_id order by 1 limit $1)
       returning id)
     insert into admissions.opi (application_id, created_at) select id, '2026-05-20T10:00:00Z' from confirmed`,
    [candidates],
  )
}

/** Those that are poured already, looked for, written anew, read back and marked by statements of their own. */
async function oneAfterTheOther({ pool }: Database, target: Database): Promise<number> {
  const { rows } = await pool.query<{ id: number; code: string }>(
    `select application_id as id, opi_code as code from admissions.opi where state = 'poured' order by 1 limit $1`,
    [sample],
  )
  return await timed(async () => {
    for (const { id, code } of rows) {
      const { rows: people } = await pool.query<{ birth_name: string; first_name: string; born_on: string }>(
        `select birth_name, first_name, born_on::text from admissions.application
         join admissions.candidate on candidate.id = candidate_id where application.id = $1`,
        [id],
      )
      const { birth_name, first_name, born_on } = people[0]!
      const found = await target.pool.query<{ cod_ind_opi: number }>(
        `select cod_ind_opi from IND_OPI
         where COD_OPI_INT_EPO = $1 or LIB_NOM_PAT_IND_OPI = $2 and DATE_NAI_IND_OPI = $3`,
        [code, birth_name, born_on],
      )
      const record = found.rows[0]!.cod_ind_opi
      await target.pool.query('update IND_OPI set LIB_PR1_IND_OPI = $2 where COD_IND_OPI = $1', [
        record,
        first_name,
      ])
      const wish = await target.pool.query<{ cod_cge: string; cod_etp: string; cod_vrs_vet: number }>(
        'delete from VOEUX_INS where COD_IND_OPI = $1 returning cod_cge, cod_etp, cod_vrs_vet',
        [record],
      )
      const { cod_cge, cod_etp, cod_vrs_vet } = wish.rows[0]!
      await target.pool.query(
        'insert into VOEUX_INS (COD_IND_OPI, COD_CGE, COD_ETP, COD_VRS_VET) values ($1, $2, $3, $4)',
        [record, cod_cge, cod_etp, cod_vrs_vet],
      )
      await target.pool.query('select * from VOEUX_INS where COD_IND_OPI = $1', [record])
      await pool.query(
        `update admissions.opi set poured_at = now(), version = version + 1 where application_id = $1`,
        [id],
      )
    }
  })
}
