import type { RunContext } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import { sendPostedMail, writeHeldMail } from '../../platform/outgoing-mail.ts'
import { administratorsOfHealth } from '../administrators-of-health.ts'
import { followUpRecipients } from './settings.ts'

/** A mail that waits for the end of its run leaves after so long without: the run has died, or was ended. */
const heldMinutes = 10

/** Tells the administrators that follow-ups went without ever having got a letter: a letter batch does not run. */
export interface NeverPrintedMail {
  /** Says how many there are by now, in the transaction that deletes them: whatever becomes of the run, it is told. */
  write(client: Queryable, count: number): Promise<void>
  /** Lets it go, at the end of the run. */
  send(count: number): Promise<void>
}

/** The mail of a run of CLEAN_RELANCE (health.md 2.2). Only the number of follow-ups is told. */
export async function neverPrintedMail(context: RunContext): Promise<NeverPrintedMail> {
  const { database, settings, run, clock, mail, log } = context
  const chosen = await settings.get(followUpRecipients)
  const to = chosen.length > 0 ? chosen : await administratorsOfHealth(database.pool)
  const occasion = `clean-relance-${run.id}`
  return {
    async write(client, count) {
      if (to.length === 0) return
      await writeHeldMail(client, occasion, letter(to, count), clock.now().add({ minutes: heldMinutes }))
    },
    async send(count) {
      log.warn(`${count} relance(s) supprimée(s) sans qu'aucun courrier ait été édité`)
      if (to.length === 0) {
        log.warn(`Personne à prévenir : réglez ${followUpRecipients.key}`)
        return
      }
      await writeHeldMail(database.pool, occasion, letter(to, count), clock.now())
      if (!mail.configured) {
        log.warn('Message non envoyé : aucun serveur de messagerie n’est configuré (NOCTURNE_SMTP_URL)')
        return
      }
      const { failed } = await sendPostedMail(database, mail, clock)
      if (failed > 0)
        log.warn('Message non envoyé : le serveur de messagerie ne répond pas, il sera sollicité de nouveau')
    },
  }
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
