import type { RunContext } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import { postMail, sendPostedMail } from '../../platform/outgoing-mail.ts'
import { followUpRecipients } from './settings.ts'

/**
 * Tells the administrators that follow-ups went without ever having got a letter: a letter batch does not run
 * (health.md 2.2). Only their number is told.
 */
export async function mailNeverPrinted(context: RunContext, count: number): Promise<void> {
  const { database, settings, run, clock, mail, log } = context
  log.warn(`${count} relance(s) supprimée(s) sans qu'aucun courrier ait été édité`)
  const chosen = await settings.get(followUpRecipients)
  const to = chosen.length > 0 ? chosen : await administratorsOfHealth(database.pool)
  if (to.length === 0) {
    log.warn(`Personne à prévenir : réglez ${followUpRecipients.key}`)
    return
  }
  await postMail(database.pool, `clean-relance-${run.id}`, letter(to, count), clock)
  if (!mail.configured) {
    log.warn('Message non envoyé : aucun serveur de messagerie n’est configuré (NOCTURNE_SMTP_URL)')
    return
  }
  const { failed } = await sendPostedMail(database, mail, clock)
  if (failed > 0)
    log.warn('Message non envoyé : le serveur de messagerie ne répond pas, il sera sollicité de nouveau')
}

function letter(to: readonly string[], count: number) {
  return {
    to,
    subject: `[Nocturne] CLEAN_RELANCE : ${count} relance(s) jamais éditée(s)`,
    text: [
      `CLEAN_RELANCE a supprimé ${count} relance(s) trop ancienne(s) dont aucun courrier n'a jamais été édité.`,
      '',
      'C’est le signe qu’un batch de courriers ne passe pas : vérifiez dans la page des batches que REL_COU et',
      'REL_CRA sont en service et que leur programmation n’est pas « Aucun jour ».',
      '',
    ].join('\n'),
  }
}

async function administratorsOfHealth(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ email: string }>(
    `select email from account
     where enabled and email is not null
       and (administrator or exists (
         select from account_grant
         where account_id = account.id and application = 'health' and role = 'administrator'))
     order by id`,
  )
  return rows.map(({ email }) => email)
}
