import { demoLoadFiles } from '../../src/admissions/demo/load-files.ts'
import { fillSeason } from '../../src/admissions/demo/season.ts'
import { opiUsed } from '../../src/admissions/settings.ts'
import { transaction } from '../../src/platform/database.ts'
import type { ApiClient, ApiNode } from './api-server.ts'
import { scriptName } from './health-pages.ts'

/** Those of a thing that was made for it. */
export interface AdmissionsPages {
  readonly campaign: string
  readonly dossier: string
  readonly form: string
  readonly destruction: string
  readonly load: string
  readonly run: string
}

/**
 * Gives every page of the admissions office something to show: a small season, a file loaded with faults, a batch that had
 * work. One candidate bears a script for a name, and has a pre-registration in error. The node has the real batches.
 */
export async function fillAdmissionsPages(node: ApiNode, who: ApiClient): Promise<AdmissionsPages> {
  const { engine, installation } = node
  const { pool } = installation.database
  const now = engine.clock.now()
  await transaction(pool, async (client) => {
    await fillSeason(client, { now, timeZone: installation.place.timeZone, sisKind: 'A', accounts: 60 })
  })
  await installation.settings.set(opiUsed.key, true, 'test')
  const { rows } = await pool.query<{ account: number; form: number; campaign: number; report: number }>(
    `select (select account_id from admissions.candidate
             join admissions.application on application.candidate_id = candidate.id
             join admissions.opi on opi.application_id = application.id
             where opi.state = 'error' order by application.id limit 1) as account,
            (select min(id) from admissions.form) as form,
            (select id from admissions.campaign where activation_asked is not null and activated_at is null) as campaign,
            (select max(id) from admissions.destruction_report) as report`,
  )
  const { account, form, campaign, report } = rows[0]!
  await pool.query('update admissions.account set last_name = $1 where id = $2', [scriptName, account])
  await pool.query(`update batch set enabled = true where code = 'BATCH_RELANCE_FAVO'`)
  const asked = await engine.requestRun({ code: 'BATCH_RELANCE_FAVO', trigger: 'cli', requestedBy: 'test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  await engine.waitForRun(asked.runId)
  return {
    campaign: `/campaigns/${campaign}`,
    dossier: `/dossiers/${account}`,
    form: `/forms/${form}`,
    destruction: `/destructions/${report}`,
    load: `/admissions-loads/${await loadWithFaults(node, who)}`,
    run: `/runs/${asked.runId}`,
  }
}

async function loadWithFaults({ engine }: ApiNode, who: ApiClient): Promise<number> {
  const { year } = engine.clock.now().toZonedDateTimeISO('UTC')
  const form = new FormData()
  form.append('file', new Blob([demoLoadFiles(String(year))['formations-a-charger.csv']!]), 'formations.csv')
  const answer = await who.fetch('/api/admissions/loads?kind=formations&dryRun=false', {
    method: 'POST',
    body: form,
  })
  if (!answer.ok) throw new Error(await answer.text())
  const { runId } = (await answer.json()) as { runId: number }
  await engine.waitForRun(runId)
  return runId
}
