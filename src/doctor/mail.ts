import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../platform/database.ts'
import type { Mailer } from '../platform/mail.ts'
import { type Finding, finder, messageOf } from './finding.ts'

const usualPatienceMs = 10_000

/** Connects and signs in; sends nothing. */
export async function checkMail(mail: Mailer, patienceMs = usualPatienceMs): Promise<Finding> {
  const { ok, attention, fault } = finder('mail', { fr: 'Messagerie', en: 'Mail' })
  if (!mail.configured)
    return attention(
      {
        fr: "aucun serveur : les rapports d'import ne sont pas envoyés",
        en: 'no server: import reports are not mailed',
      },
      { fr: 'Réglez NOCTURNE_SMTP_URL', en: 'Set NOCTURNE_SMTP_URL' },
    )
  try {
    const late = delay(patienceMs, undefined, { ref: false }).then(() => {
      throw new Error(`no answer within ${patienceMs / 1000} s`)
    })
    await Promise.race([mail.verify(), late])
    return ok({ fr: 'le serveur répond', en: 'the server answers' })
  } catch (error) {
    return fault(
      { fr: `le serveur refuse : ${messageOf(error)}`, en: `the server refuses: ${messageOf(error)}` },
      { fr: 'Vérifiez NOCTURNE_SMTP_URL', en: 'Check NOCTURNE_SMTP_URL' },
    )
  }
}

/** Mails that could not be sent, whoever tried. */
export async function checkPostedMail({ pool }: Database): Promise<Finding> {
  const { ok, attention } = finder('posted-mail', { fr: 'Courriels', en: 'Mails' })
  const { rows } = await pool.query<{ pending: number; failed: number }>(
    `select count(*) filter (where state = 'pending') as pending,
            count(*) filter (where state = 'failed') as failed
     from outgoing_mail`,
  )
  const { pending, failed } = rows[0]!
  const message = {
    fr: `${pending} en attente, ${failed} en échec`,
    en: `${pending} waiting, ${failed} failed`,
  }
  if (failed === 0) return ok(message)
  return attention(message, {
    fr: 'Vérifiez le serveur de messagerie ; ces courriels ne seront plus tentés',
    en: 'Check the mail server; these mails will not be tried again',
  })
}
