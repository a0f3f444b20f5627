import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../platform/database.ts'
import type { Mailer } from '../platform/mail.ts'
import { readPostedMail } from '../platform/outgoing-mail.ts'
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
  const { pending, failed, doubtful } = await readPostedMail(pool)
  const doubt =
    doubtful === 0 ? { fr: '', en: '' } : { fr: `, ${doubtful} douteux`, en: `, ${doubtful} doubtful` }
  const message = {
    fr: `${pending} en attente, ${failed} en échec${doubt.fr}`,
    en: `${pending} waiting, ${failed} failed${doubt.en}`,
  }
  if (failed === 0 && doubtful === 0) return ok(message)
  return attention(message, {
    fr: 'Vérifiez le serveur de messagerie ; ces courriels ne seront plus tentés',
    en: 'Check the mail server; these mails will not be tried again',
  })
}
