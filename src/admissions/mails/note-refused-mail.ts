import type { Queryable } from '../../platform/database.ts'

/**
 * Notes on accounts whose mail the server refused for good (5xx) that it did (admissions.md 5.6), unless the address has been
 * changed since; returns how many. Mails about applications are known by their occasion (`mailOccasion`). Safe to repeat.
 */
export async function noteRefusedMail(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `with refused as (
       select candidate.account_id, max(refused_at) as at
       from outgoing_mail
       join admissions.application
         on occasion ~ '^admissions:[A-Z_0-9]+:application:\\d+:'
        and application.id = split_part(occasion, ':', 4)::bigint
       join admissions.candidate on candidate.id = application.candidate_id
       join admissions.account on account.id = candidate.account_id
       where refused_at is not null and not outgoing_mail.mail ? 'deliverTo'
         and outgoing_mail.mail -> 'to' ? account.mail
         and (account.mail_refused_at is null or account.mail_refused_at < refused_at)
       group by candidate.account_id
     ),
     noted as (
       update admissions.account set mail_refused_at = refused.at from refused where id = refused.account_id
       returning id, mail_refused_at
     )
     insert into admissions.dossier_event (account_id, at, author, event)
     select id, mail_refused_at, 'nocturne', 'mail-refused' from noted`,
  )
  return rowCount ?? 0
}
