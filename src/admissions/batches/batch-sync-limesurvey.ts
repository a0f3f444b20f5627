import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { activeCampaign } from '../campaigns/active-campaign.ts'
import { campaignData } from '../lanes.ts'
import { SurveyFailure } from '../surveys/remote-control/survey-failure.ts'
import { openSurveySession, type SurveySession } from '../surveys/remote-control/survey-session.ts'
import { fullPassDays, surveyTimeZone } from '../surveys/settings.ts'
import { outcomeWords, rejectedCount } from '../surveys/sync/survey-outcome.ts'
import { noteOutcome, type SyncForm, synchroniseSurvey } from '../surveys/sync/synchronise-survey.ts'

/** The answers of forms filled in LimeSurvey, brought into dossiers (admissions.md 3.11). */
export default defineBatch({
  code: 'BATCH_SYNC_LIMESURVEY',
  aliases: ['BATCH_SYNCHRO_LIMESURVEY'],
  label: {
    fr: 'Synchronisation des formulaires LimeSurvey',
    en: 'Synchronisation of LimeSurvey forms',
  },
  description: {
    fr: 'Apporte dans les dossiers les réponses aux formulaires en service. Ne remplace jamais une réponse par une plus ancienne ou une vide.',
    en: 'Brings the answers of the forms in service into dossiers. Never replaces an answer by an older or an empty one.',
  },
  schedule: { time: '22:30' },
  enabled: false,
  catchUp: { policy: 'skip' },
  rerunSafe: true,
  resources: [campaignData],
  parameters: z.strictObject({
    complet: z.boolean().default(false).describe('Relire toutes les réponses, pas seulement les nouvelles'),
  }),
  async run(context) {
    const { log, place, signal } = context
    const totals = new Totals()
    const connection = place.connections?.surveys ?? null
    if (connection === null) {
      log.info('rien à faire : LimeSurvey n’est pas configuré (adresse, utilisateur, mot de passe)')
      return totals.detail
    }
    const forms = await formsInService(context)
    totals.selected = forms.length
    if (forms.length === 0) {
      log.info('rien à faire : aucun formulaire en service')
      return totals.detail
    }
    log.info(`${forms.length} formulaires en service`)
    let session: SurveySession
    try {
      session = await openSurveySession(connection, { signal })
    } catch (error) {
      if (!(error instanceof SurveyFailure)) throw error
      log.error(error.message)
      throw new RunFailure(error.message, { ...totals.detail, ignores: forms.length })
    }
    try {
      await synchroniseAll(context, session, forms, totals)
    } finally {
      await session.release()
    }
    log.info(
      `${totals.done} enquêtes synchronisées sur ${totals.selected}, ${totals.failed} en erreur : ${totals.received} réponses reçues, ${totals.inserted} ajoutées, ${totals.updated} mises à jour, ${totals.unchanged} inchangées, ${totals.rejected} rejetées`,
    )
    if (totals.failed > 0) throw new RunFailure(totals.failure, totals.detail)
    return totals.detail
  },
})

type Context = RunContext<{ complet: boolean }>

/** Each survey by itself: one that fails is an error of the run, not of the others. */
async function synchroniseAll(
  context: Context,
  session: SurveySession,
  forms: readonly SyncForm[],
  totals: Totals,
): Promise<void> {
  const { log, progress, clock, run, signal } = context
  const options = await syncOptions(context)
  for (const [at, form] of forms.entries()) {
    signal.throwIfAborted()
    const phase = `enquête ${form.surveyId}`
    progress(at, forms.length, phase)
    try {
      const outcome = await synchroniseSurvey(context, session, form, {
        ...options,
        onPage: (read, total) => progress(at, forms.length, `${phase} : ${read} réponses sur ${total}`),
      })
      totals.add(outcome)
      log.info(outcomeWords(form.surveyId, outcome))
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof SurveyFailure)) throw error
      log.error(`enquête ${form.surveyId} : ${error.message}`)
      totals.fail(form.surveyId, error.message)
      await context.transaction((client) =>
        noteOutcome(
          client,
          form.id,
          { state: 'failed', runId: run.id, error: error.message },
          clock.now().toString(),
        ),
      )
      if (error.concernsAll) {
        totals.skipped = forms.length - at - 1
        if (totals.skipped > 0) log.warn(`${totals.skipped} enquêtes suivantes non tentées`)
        return
      }
    }
  }
  progress(forms.length, forms.length)
}

async function syncOptions({ database, place, clock, settings, parameters, log }: Context) {
  const sisKind = place.connections?.sisKind ?? 'D'
  const active = await activeCampaign(database.pool, { sisKind, now: clock.now(), timeZone: place.timeZone })
  if (!active.ok) log.warn(`${active.words} : les réponses qui ne nomment pas de candidature attendront`)
  return {
    activeCampaignId: active.ok ? active.campaign.id : null,
    timeZone: (await settings.get(surveyTimeZone)) || place.timeZone,
    fullPassDays: await settings.get(fullPassDays),
    full: parameters.complet,
  }
}

async function formsInService({ database }: Context): Promise<SyncForm[]> {
  const { rows } = await database.pool.query<Omit<SyncForm, 'lastFullAt'> & { lastFullAt: Date | null }>(
    `select id, code, survey_id as "surveyId", last_full_at as "lastFullAt"
     from admissions.form where in_service order by id`,
  )
  return rows.map(({ lastFullAt, ...form }) => ({
    ...form,
    lastFullAt: lastFullAt === null ? null : Temporal.Instant.from(lastFullAt.toISOString()),
  }))
}

class Totals {
  selected = 0
  done = 0
  skipped = 0
  failed = 0
  received = 0
  inserted = 0
  updated = 0
  unchanged = 0
  rejected = 0
  failure = ''

  add(outcome: Parameters<typeof outcomeWords>[1]): void {
    this.done++
    this.received += outcome.received
    this.inserted += outcome.inserted
    this.updated += outcome.updated
    this.unchanged += outcome.unchanged
    this.rejected += rejectedCount(outcome)
  }

  fail(surveyId: number, message: string): void {
    this.failed++
    this.failure =
      this.failed === 1 ? `enquête ${surveyId} : ${message}` : `${this.failed} enquêtes en erreur`
  }

  get detail() {
    return {
      selectionnes: this.selected,
      traites: this.done,
      ignores: this.skipped,
      en_erreur: this.failed,
      recues: this.received,
      ajoutees: this.inserted,
      mises_a_jour: this.updated,
      inchangees: this.unchanged,
      rejetees: this.rejected,
    }
  }
}
