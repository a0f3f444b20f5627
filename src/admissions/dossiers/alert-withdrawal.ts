import type { Clock } from '../../platform/clock.ts'
import type { Queryable } from '../../platform/database.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { factsOf, mailOccasion, readMailedApplication } from '../decisions/application-facts.ts'
import { renderMail } from '../mails/compose-mail.ts'
import { applicationValues } from '../mails/mail-values.ts'
import { withdrawalAlertTemplate } from '../mails/shipped-templates.ts'
import type { TemplateBook } from '../mails/template-book.ts'

/**
 * Tells the commission that a place was given up, where it wants to know, in the transaction of the answer. An automatic
 * withdrawal tells it nothing (admissions.md 3.13).
 */
export async function alertWithdrawal(
  client: Queryable,
  applicationId: number,
  { templates, clock }: { readonly templates: TemplateBook; readonly clock: Clock },
): Promise<void> {
  const { rows } = await client.query<{ mails: string[] }>(
    `select alert_mails as mails
     from admissions.application
     join admissions.formation on formation.id = application.formation_id
     join admissions.commission on commission.id = formation.commission_id
     where application.id = $1 and alert_withdrawal and alert_mails <> '{}'`,
    [applicationId],
  )
  if (rows[0] === undefined) return
  const template = await templates.get(withdrawalAlertTemplate)
  const application = await readMailedApplication(client, applicationId)
  if (template === null || application === null) return
  const mail = renderMail(template, {
    to: rows[0].mails,
    language: 'fr',
    values: applicationValues(factsOf(application), 'fr'),
  })
  const occasion = mailOccasion(template.code, applicationId, application.decisionId)
  await postMail(client, occasion, mail, clock)
}
