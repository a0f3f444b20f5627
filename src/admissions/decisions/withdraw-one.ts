import type pg from 'pg'
import type { Clock } from '../../platform/clock.ts'
import { postMails } from '../../platform/outgoing-mail.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'
import { renderMail } from '../mails/compose-mail.ts'
import { applicationValues } from '../mails/mail-values.ts'
import { withdrawalTemplate } from '../mails/shipped-templates.ts'
import type { TemplateBook } from '../mails/template-book.ts'
import {
  factsOf,
  type MailedApplication,
  mailedColumns,
  mailedTables,
  mailOccasion,
} from './application-facts.ts'
import { deadlineOfUnanswered, type Unanswered, unansweredWhere } from './unanswered.ts'
import { lockListAndApplication } from './waiting-list.ts'

/** Who answered for a candidate that did not: kept with the application (admissions.md 3.13). */
export const withdrawalAuthor = 'autoDesist'

/**
 * Withdraws an application whose deadline is past, in the caller's transaction: answer, note in the dossier, mail. Everything is
 * looked at again under the lock of its formation's waiting list and of its row: null says that it is no longer to be
 * withdrawn, because the candidate has answered, say.
 */
export async function withdrawOne(
  client: pg.ClientBase,
  { applicationId, formationId }: Unanswered,
  by: {
    readonly campaignId: number
    readonly timeZone: string
    readonly today: string
    readonly clock: Clock
    readonly templates: TemplateBook
    readonly author: string
    readonly runId: number | null
  },
): Promise<{ readonly mailed: boolean } | null> {
  const now = by.clock.now()
  // In a statement of its own, so that the next one sees what whoever held the row has done; decisions under way wait for it too.
  await lockListAndApplication(client, { formationId, applicationId })
  const { rows } = await client.query<MailedApplication & { deadline: string }>({
    name: 'withdraw_one',
    text: `
      with due as (
        select ${mailedColumns}, (${deadlineOfUnanswered})::text as deadline
        from ${mailedTables}
        where application.id = $3 and ${unansweredWhere} and ${deadlineOfUnanswered} < $4::date
      ),
      withdrawn as (
        update admissions.application
        set accepted = false, answered_at = $5, answered_by = $6, modified_at = $5, modified_by = $6,
            version = version + 1
        from due where application.id = due."applicationId" and application.accepted is null
        returning application.id
      )
      select due.* from due join withdrawn on withdrawn.id = due."applicationId"`,
    values: [by.campaignId, by.timeZone, applicationId, by.today, now.toString(), withdrawalAuthor],
  })
  const application = rows[0]
  if (application === undefined) return null
  const { accountId, deadline, decisionId, language } = application
  await noteDossierEvents(
    client,
    [{ accountId, applicationId, event: 'withdrawn-automatically', detail: { deadline } }],
    { author: by.author, runId: by.runId, now },
  )
  const template = await by.templates.get(withdrawalTemplate)
  if (template === null) return { mailed: false }
  const mail = renderMail(template, {
    to: [application.mail],
    bcc: application.bccMails,
    language,
    values: applicationValues(factsOf(application, { deadline }), language),
  })
  await postMails(
    client,
    [{ occasion: mailOccasion(template.code, applicationId, decisionId), mail }],
    by.clock,
  )
  return { mailed: true }
}
