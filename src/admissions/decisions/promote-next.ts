import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../platform/clock.ts'
import { postMails } from '../../platform/outgoing-mail.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'
import { decisionLetter } from '../letters/decision-letter.ts'
import { renderMail } from '../mails/compose-mail.ts'
import { applicationValues } from '../mails/mail-values.ts'
import { promotionAlertTemplate } from '../mails/shipped-templates.ts'
import type { TemplateBook } from '../mails/template-book.ts'
import { fillBody, parseTemplateText } from '../mails/template-text.ts'
import { factsOf, type MailedApplication, mailOccasion, readMailedApplication } from './application-facts.ts'
import { type PromotionFacts, promotionDeadline } from './promotion-deadline.ts'
import { firstWaiting, lockWaitingLists, rankLocked, waitingListAuthor } from './waiting-list.ts'

export interface PromotionSurroundings {
  readonly campaignId: number
  readonly clock: Clock
  /** The civil day that it is, and the zone. */
  readonly today: string
  readonly templates: TemplateBook
  /** `admissions.decisions.live-ranks`. */
  readonly liveRanks: boolean
  /** Of the dossier's note: a batch code or login, and the run. */
  readonly author: string
  readonly runId: number | null
}

export type Promotion =
  /** `mailed`: whether the decision's mail is on its way; its type may have none. */
  | {
      readonly kind: 'promoted'
      readonly dossierNo: string
      readonly deadline: string
      readonly mailed: boolean
    }
  /** Nobody waits. */
  | { readonly kind: 'nobody' }
  /** The formation keeps no waiting list, or says not what decision those promoted get. */
  | { readonly kind: 'not-managed' }
  /** The deadline would be past, of today, or none; `deadline` is a civil date. */
  | { readonly kind: 'refused'; readonly dossierNo: string; readonly deadline: string | null }

interface Formation extends PromotionFacts {
  readonly managed: boolean
  readonly typeId: number | null
  readonly typeLabel: string
  readonly mailCode: string | null
  readonly letter: boolean
  readonly alertMails: readonly string[]
}

/**
 * Gives a seat of this formation that became free to the first of its waiting list (admissions.md 3.13), in the caller's
 * transaction and under the list's lock: decision, deadline, answer emptied, ranks, mails. For each seat once: whoever frees it
 * calls this in the same transaction. Takes the list's lock itself; a caller that locks the row of an application takes it
 * first (`lockWaitingLists`).
 */
export async function promoteNext(
  client: pg.ClientBase,
  formationId: number,
  surroundings: PromotionSurroundings,
): Promise<Promotion> {
  await lockWaitingLists(client, [formationId])
  const promotion = await promoteLocked(client, formationId, surroundings)
  if (promotion.kind === 'promoted' && surroundings.liveRanks)
    await rankLocked(client, [formationId], {
      campaignId: surroundings.campaignId,
      now: surroundings.clock.now(),
    })
  return promotion
}

/** The same by whoever holds the lock already and computes the ranks (`rankLocked`): once for several seats, say. */
export async function promoteLocked(
  client: pg.ClientBase,
  formationId: number,
  surroundings: Omit<PromotionSurroundings, 'liveRanks'>,
): Promise<Promotion> {
  const { campaignId, clock, today, author, runId } = surroundings
  const formation = await readFormation(client, formationId)
  if (!formation.managed || formation.typeId === null) return { kind: 'not-managed' }
  const first = await firstWaiting(client, { formationId, campaignId })
  if (first === null) return { kind: 'nobody' }
  const now = clock.now()
  const before = (await readMailedApplication(client, first.applicationId))!
  const { accountId, applicationId, dossierNo } = before
  const note = (event: 'promoted' | 'promotion-refused', deadline: string | null) =>
    noteDossierEvents(client, [{ accountId, applicationId, event, detail: { rank: first.rank, deadline } }], {
      author,
      runId,
      now,
    })
  const outcome = promotionDeadline(formation, today)
  if (!outcome.usable) {
    await note('promotion-refused', outcome.deadline)
    return { kind: 'refused', dossierNo, deadline: outcome.deadline }
  }
  const { rows } = await client.query<{ id: number }>({
    name: 'promote',
    text: `
      with admitted as (
        update admissions.application
        set new_confirm_by = $3, accepted = null, answered_at = null, answered_by = null, reminded_for = null,
            modified_by = $4, modified_at = $5, version = version + 1
        where id = $1
      )
      insert into admissions.decision
        (application_id, type_id, validated, validated_at, created_at, created_by, validated_by)
      values ($1, $2, true, $5, $5, $4, $4)
      returning id`,
    values: [applicationId, formation.typeId, outcome.individual, waitingListAuthor, now.toString()],
  })
  await note('promoted', outcome.deadline)
  const promoted = { ...before, decisionId: rows[0]!.id }
  const mails = await promotionMails(promoted, formation, {
    ...surroundings,
    rank: first.rank,
    deadline: outcome.deadline,
    now,
  })
  await postMails(client, mails.posted, clock)
  return { kind: 'promoted', dossierNo, deadline: outcome.deadline, mailed: mails.decided }
}

async function readFormation(client: pg.ClientBase, id: number): Promise<Formation> {
  const { rows } = await client.query<Formation>({
    name: 'promoting_formation',
    text: `select formation.waiting_list as managed, type.id as "typeId", type.label as "typeLabel",
             type.mail_code as "mailCode", commission.mail_letter as letter,
             case when commission.alert_main_list then commission.alert_mails else '{}' end as "alertMails",
             confirm_days_wl as "confirmDaysWl", confirm_by_wl as "confirmByWl",
             confirm_days as "confirmDays", confirm_by as "confirmBy"
           from admissions.formation
           join admissions.commission on commission.id = formation.commission_id
           left join admissions.decision_type type on type.id = favourable_type_id and type.kind = 'FA'
           where formation.id = $1`,
    values: [id],
  })
  return rows[0]!
}

/** The decision's mail, with its letter where the commission wants one, and the commission's alert. */
async function promotionMails(
  application: MailedApplication,
  formation: Formation,
  {
    templates,
    today,
    rank,
    deadline,
    now,
  }: Pick<PromotionSurroundings, 'templates' | 'today'> & {
    rank: number
    deadline: string
    now: Temporal.Instant
  },
) {
  const { applicationId, decisionId, language } = application
  const values = (locale: string) =>
    applicationValues(
      factsOf(application, { deadline, rank, decisionLabel: formation.typeLabel, promoted: true }),
      locale,
    )
  const posted: Parameters<typeof postMails>[1][number][] = []
  const decision = formation.mailCode === null ? null : await templates.get(formation.mailCode)
  if (decision !== null) {
    const order = { to: [application.mail], bcc: application.bccMails, language, values: values(language) }
    const mail = renderMail(decision, order)
    const said = language.toLowerCase().startsWith('en') && decision.en !== null ? decision.en : decision.fr
    const letter = formation.letter
      ? await decisionLetter(
          {
            language: said === decision.fr ? 'fr' : 'en',
            centreLabel: application.centreLabel,
            commissionLabel: application.commissionLabel,
            dossierNo: application.dossierNo,
            addressee: [
              [application.civility, application.firstName, application.lastName].filter(Boolean).join(' '),
            ],
            subject: mail.subject,
            body: fillBody(parseTemplateText(said.body), order.values),
            day: today,
          },
          now,
        )
      : null
    posted.push({
      occasion: mailOccasion(decision.code, applicationId, decisionId),
      mail: letter === null ? mail : { ...mail, attachments: [letter] },
    })
  }
  const alert = formation.alertMails.length === 0 ? null : await templates.get(promotionAlertTemplate)
  if (alert !== null)
    posted.push({
      occasion: mailOccasion(alert.code, applicationId, decisionId),
      mail: renderMail(alert, { to: formation.alertMails, language: 'fr', values: values('fr') }),
    })
  return { posted, decided: decision !== null }
}
