import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../platform/database.ts'
import {
  type Activation,
  activationRefusal,
  activationWarnings,
  countUnpouredOpi,
  readActivations,
} from './activation.ts'
import { freezeDates, nextAccounts } from './freeze-dates.ts'

const accountsAtATime = 300
const progressEvery = 1000
const actor = 'SYSTEM:BATCH_ARCHIVAGE'

/**
 * Activates the campaigns whose instant has come, each archiving the one before (admissions.md 3.3). Nothing is deleted. The
 * dates of formations are first copied in chunks, and in the end, with the activation and the archiving, in one transaction that
 * catches up what changed meanwhile: a run that is cut short leaves the old campaign in service, and the next one starts anew.
 */
export async function archiveCampaigns(context: RunContext): Promise<RunDetail> {
  const { database, log, clock, signal } = context
  const counts = { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0, candidatures: 0, figees: 0 }
  const due = await readActivations(database.pool, { now: clock.now() })
  counts.selectionnes = due.length
  if (due.length === 0) {
    log.info(`aucune campagne à activer${await nextAsked(database.pool)}`)
    return counts
  }
  log.info(`${due.length} campagne(s) à activer : ${due.map(({ code }) => code).join(', ')}`)
  const refusals: string[] = []
  for (const activation of due) {
    signal.throwIfAborted()
    const refusal = activationRefusal(activation)
    if (refusal !== null) {
      log.error(refusal)
      refusals.push(refusal)
      counts.en_erreur += 1
      continue
    }
    await warn(context, activation)
    const frozen = await freezeCampaign(context, activation)
    const outcome = await activate(context, activation)
    counts.candidatures += frozen.applications
    counts.ignores += frozen.cancelled
    counts.figees += frozen.written + outcome.written
    if (outcome.refusal !== null) {
      log.error(outcome.refusal)
      refusals.push(outcome.refusal)
      counts.en_erreur += 1
    } else counts.traites += 1
  }
  log.info(`fin : ${counts.traites} campagne(s) activée(s), ${counts.figees} candidature(s) figée(s)`)
  if (refusals.length > 0) throw new RunFailure(refusals.join(' ; '), counts)
  return counts
}

/** What the next run would do, for the dialogue that asks for the batch's code. Writes nothing. */
export async function previewArchiving({ database, clock, place }: RunContext): Promise<RunDetail> {
  const due = await readActivations(database.pool, { now: clock.now() })
  const preview = { campagnes: due.length, a_activer: '', a_archiver: '', candidatures: 0, opi_non_verses: 0 }
  const refusals: string[] = []
  const warnings: string[] = []
  for (const activation of due) {
    preview.a_activer = [preview.a_activer, activation.code].filter(Boolean).join(', ')
    const refusal = activationRefusal(activation)
    if (refusal !== null) refusals.push(refusal)
    const { archives } = activation
    const unpouredOpi = archives === null ? 0 : await countUnpouredOpi(database.pool, archives.id)
    preview.opi_non_verses += unpouredOpi
    if (archives !== null && !archives.archived) {
      preview.a_archiver = [preview.a_archiver, archives.code].filter(Boolean).join(', ')
      preview.candidatures += await countApplications(database.pool, archives.id)
    }
    const today = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate().toString()
    warnings.push(...activationWarnings(activation, { today, unpouredOpi }))
  }
  return {
    ...preview,
    ...(refusals.length === 0 ? {} : { refus: refusals.join(' ; ') }),
    ...(warnings.length === 0 ? {} : { attention: warnings.join(' ; ') }),
  }
}

async function warn({ database, log, clock, place }: RunContext, activation: Activation): Promise<void> {
  const { archives } = activation
  const unpouredOpi = archives === null ? 0 : await countUnpouredOpi(database.pool, archives.id)
  const today = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate().toString()
  for (const words of activationWarnings(activation, { today, unpouredOpi })) log.warn(words)
}

async function freezeCampaign(
  context: RunContext,
  { archives }: Activation,
): Promise<{ applications: number; cancelled: number; written: number }> {
  const { database, log, signal, progress, clock, run } = context
  const sum = { applications: 0, cancelled: 0, written: 0 }
  if (archives === null || archives.archived) return sum
  const total = await countApplications(database.pool, archives.id)
  log.info(`campagne à archiver : ${archives.code}, ${total} candidature(s)`)
  let after = 0
  for (;;) {
    signal.throwIfAborted()
    const page = await nextAccounts(database.pool, { campaignId: archives.id, after, size: accountsAtATime })
    if (page === null) return sum
    sum.written += await context.transaction((client) =>
      freezeDates(client, {
        campaignId: archives.id,
        runId: run.id,
        now: clock.now(),
        accounts: { after, upTo: page.upTo },
      }),
    )
    const before = sum.applications
    sum.applications += page.applications
    sum.cancelled += page.cancelled
    after = page.upTo
    progress(sum.applications, total, archives.code)
    if (Math.floor(before / progressEvery) < Math.floor(sum.applications / progressEvery))
      log.info(`${sum.applications} candidature(s) sur ${total}`)
  }
}

/** The one step that counts: both campaigns change together, or neither does. */
async function activate(
  context: RunContext,
  { id }: Activation,
): Promise<{ readonly refusal: string | null; readonly written: number }> {
  const { log, clock, run } = context
  return await context.transaction(async (client) => {
    const now = clock.now()
    const [activation] = await readActivations(client, { now, id, lock: true })
    if (activation === undefined) return { refusal: 'la demande d’activation a été retirée', written: 0 }
    const refusal = activationRefusal(activation)
    if (refusal !== null) return { refusal, written: 0 }
    const { archives, code } = activation
    let written = 0
    if (archives !== null && !archives.archived) {
      // What was edited while the chunks were copied, and the applications that came meanwhile.
      written = await freezeDates(client, { campaignId: archives.id, runId: run.id, now })
      await client.query(
        `update admissions.campaign
         set in_service = false, archived_at = $2, changed_at = $2, changed_by = $3, version = version + 1
         where id = $1`,
        [archives.id, now.toString(), 'BATCH_ARCHIVAGE'],
      )
      await recordAudit(client, {
        actor,
        action: 'campaign.archived',
        subject: `campaign:${archives.id}`,
        application: 'admissions',
        detail: { code: archives.code, by: code, run: run.id },
      })
    }
    await client.query(
      `update admissions.campaign
       set in_service = true, activated_at = $2, changed_at = $2, changed_by = $3, version = version + 1
       where id = $1`,
      [id, now.toString(), 'BATCH_ARCHIVAGE'],
    )
    await recordAudit(client, {
      actor,
      action: 'campaign.activated',
      subject: `campaign:${id}`,
      application: 'admissions',
      detail: { code, archives: archives?.code ?? null, run: run.id },
    })
    log.info(archives === null ? `${code} activée` : `${code} activée, ${archives.code} archivée`)
    return { refusal: null, written }
  })
}

async function countApplications(db: Queryable, campaignId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) from admissions.application
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     where account.campaign_id = $1`,
    [campaignId],
  )
  return rows[0]!.count
}

async function nextAsked(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ code: string; at: Date }>(
    `select code, activation_asked as at from admissions.campaign
     where activation_asked is not null and activated_at is null and archived_at is null
     order by activation_asked limit 1`,
  )
  const next = rows[0]
  return next === undefined ? '' : ` : ${next.code} attend le ${next.at.toISOString()}`
}
