import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { postMails } from '../../platform/outgoing-mail.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'
import { renderMail } from '../mails/compose-mail.ts'
import type { MailTemplate } from '../mails/mail-template.ts'
import { applicationValues } from '../mails/mail-values.ts'
import { reminderTemplate } from '../mails/shipped-templates.ts'
import { openTemplateBook } from '../mails/template-book.ts'
import { reminderDays } from '../settings.ts'
import {
  factsOf,
  type MailedApplication,
  mailedColumns,
  mailedTables,
  mailOccasion,
} from './application-facts.ts'
import { decisionCampaign } from './decision-campaign.ts'
import {
  countUnanswered,
  deadlineOfUnanswered,
  pageOfUnanswered,
  type Unanswered,
  unansweredWhere,
} from './unanswered.ts'
import { type UnitCounts, workOnUnits } from './work-on-units.ts'

const pageSize = 500

/**
 * BATCH_RELANCE_FAVO (admissions.md 3.14): reminds candidates whose deadline is within so many days, today included, and who
 * were not reminded of this deadline: a night without a run is made up for, a deadline that moves is told anew.
 */
export async function remindUnanswered(context: RunContext): Promise<UnitCounts> {
  const { clock, database, log, place, run, settings } = context
  const counts: UnitCounts = { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 }
  const days = await settings.get(reminderDays)
  const active = await decisionCampaign(context, { warnOfLateDeadlines: false })
  if (active === null) return counts
  const { campaign, today } = active
  const { timeZone } = place
  const until = Temporal.PlainDate.from(today).add({ days }).toString()
  const query = { campaignId: campaign.id, timeZone, from: today, until, unreminded: true }
  const total = await countUnanswered(database.pool, query)
  if (total === 0) {
    log.info(`campagne ${campaign.code} : aucun avis favorable à relancer`)
    return counts
  }
  log.info(
    `campagne ${campaign.code} : ${total} avis favorable(s) à relancer, échéance dans ${days} jour(s) au plus`,
  )
  const template = await openTemplateBook(database.pool, log).get(reminderTemplate)
  if (template === null) {
    // They stay unreminded: the mail leaves once the template is in service again.
    log.info('rien à faire')
    return { ...counts, selectionnes: total, ignores: total }
  }
  const words = ({ traites }: UnitCounts) => `${traites} relance(s)`
  const remind = (units: readonly Unanswered[]) =>
    context.transaction((client) =>
      remindSome(client, units, { campaignId: campaign.id, timeZone, today, until, template, clock, run }),
    )
  await workOnUnits(context, counts, {
    total,
    page: (after) => pageOfUnanswered(database.pool, query, { after, size: pageSize }),
    idOf: ({ applicationId }) => applicationId,
    keyOf: ({ applicationId }) => `application:${applicationId}`,
    nameOf: ({ dossierNo, formationCode }) => `dossier ${dossierNo}, formation ${formationCode}`,
    async work(unit) {
      return (await remind([unit])).has(unit) ? 'done' : 'skipped'
    },
    workTogether: remind,
    words,
  })
  log.info(`terminé : ${words(counts)}, ${counts.ignores} laissée(s), ${counts.en_erreur} en erreur`)
  if (counts.en_erreur > 0)
    throw new RunFailure(`${counts.en_erreur} relance(s) en erreur : voir le journal`, counts)
  return counts
}

/** Mail, flag and note together, of those that are still to be reminded under the lock of their rows; returns them. */
async function remindSome(
  client: pg.ClientBase,
  units: readonly Unanswered[],
  by: Pick<RunContext, 'clock' | 'run'> & {
    readonly campaignId: number
    readonly timeZone: string
    readonly today: string
    readonly until: string
    readonly template: MailTemplate
  },
): Promise<ReadonlySet<Unanswered>> {
  const { clock, run, template } = by
  const ids = units.map(({ applicationId }) => applicationId)
  // In a statement of its own: the next one sees what whoever held a row has done.
  await client.query({
    name: 'lock_applications',
    text: 'select from admissions.application where id = any ($1) order by id for update',
    values: [ids],
  })
  const { rows } = await client.query<MailedApplication & { deadline: string }>(
    `with due as (
       select ${mailedColumns}, (${deadlineOfUnanswered})::text as deadline
       from ${mailedTables}
       where application.id = any ($3) and ${unansweredWhere}
         and ${deadlineOfUnanswered} between $4::date and $5::date
         and application.reminded_for is distinct from ${deadlineOfUnanswered}
     ),
     reminded as (
       update admissions.application set reminded_for = due.deadline::date
       from due where application.id = due."applicationId"
       returning application.id
     )
     select due.* from due join reminded on reminded.id = due."applicationId" order by due."applicationId"`,
    [by.campaignId, by.timeZone, ids, by.today, by.until],
  )
  await noteDossierEvents(
    client,
    rows.map(({ accountId, applicationId, deadline }) => ({
      accountId,
      applicationId,
      event: 'reminded',
      detail: { deadline },
    })),
    { author: run.code, runId: run.id, now: clock.now() },
  )
  await postMails(
    client,
    rows.map((application) => {
      const { applicationId, deadline, decisionId, language } = application
      return {
        occasion: mailOccasion(template.code, applicationId, `${decisionId}:${deadline}`),
        mail: renderMail(template, {
          to: [application.mail],
          bcc: application.bccMails,
          language,
          values: applicationValues(factsOf(application, { deadline }), language),
        }),
      }
    }),
    clock,
  )
  const reminded = new Set(rows.map(({ applicationId }) => applicationId))
  return new Set(units.filter(({ applicationId }) => reminded.has(applicationId)))
}
