import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import type { Clock } from '../../platform/clock.ts'
import { type SendFailure, sendFailureOf } from '../../platform/send-failure.ts'
import { domainOf, type ReminderStyle, reminderMail } from './reminder-mail.ts'
import {
  type Claim,
  claimReminder,
  doubtInterrupted,
  planReminders,
  type Settlement,
  settleReminder,
} from './reminder-rows.ts'
import { sendRate } from './send-rate.ts'
import { cancellationUrl, reminderFrom, reminderReplyTo, requireTls, usualPlace } from './settings.ts'
import { waitingLine } from './waiting-line.ts'

/** After each attempt that was not taken, in seconds; one more than these, and that was all. */
const retrySeconds = [60, 300] as const
const attempts = retrySeconds.length + 1

/** What the history shows; names as health.md 2.8 has them. */
export interface ReminderDetail extends Record<string, number> {
  candidats: number
  envoyes: number
  sans_mail: number
  echecs: number
  deja_envoyes: number
}

/**
 * Sends the reminders that are due (health.md 2.8). A reminder is written down before it leaves, is `sending` in a
 * committed row before the mail server hears of it, and is read anew just before: what a crash cuts short is doubtful
 * and never repeated, what the server has not taken waits for the next run.
 */
export async function sendReminders(context: RunContext<{ par_minute: number }>): Promise<ReminderDetail> {
  const { clock, log, mail, place, run, signal } = context
  if (!mail.configured)
    throw new Error("aucun serveur de messagerie n'est configuré : réglez NOCTURNE_SMTP_URL")
  const style = await styleOf(context)
  const doubtful = await context.transaction((client) => doubtInterrupted(client, run.id))
  if (doubtful > 0)
    log.warn(`${doubtful} rappel(s) interrompu(s) pendant leur envoi : douteux, ils ne sont pas renvoyés`)
  const plan = await context.transaction((client) =>
    planReminders(client, { now: clock.now(), timeZone: place.timeZone, runId: run.id }),
  )
  const detail: ReminderDetail = {
    candidats: plan.candidates,
    envoyes: 0,
    sans_mail: plan.withoutMail,
    echecs: 0,
    deja_envoyes: plan.already,
  }
  log.info(`${plan.pending.length} rappel(s) à envoyer`)
  const queue = waitingLine(plan.pending)
  const rate = sendRate(context.parameters.par_minute)
  /** How often the server fell silent over a reminder. */
  const unheard = new Map<number, number>()
  let done = 0
  let silences = 0
  let leftBehind = 0
  let lastSilence = ''

  /** One claimed reminder to the server, and what became of it. */
  async function send(id: number, claim: Claim & { kind: 'claimed' }): Promise<void> {
    const { row, recipient } = claim
    const facts = { ...row, startsAt: Temporal.Instant.fromEpochMilliseconds(row.startsAt.getTime()) }
    rate.sent(clock.now().epochMilliseconds)
    let failure: SendFailure | null = null
    try {
      await mail.send(reminderMail(facts, recipient, style))
    } catch (error) {
      failure = sendFailureOf(error)
    }
    const now = clock.now()
    const settle = (settlement: Settlement) =>
      context.transaction((client) => settleReminder(client, id, run.id, settlement))
    const which = `rappel ${id} (rendez-vous ${row.appointmentId})`
    if (failure?.kind !== 'unreachable') silences = 0
    if (failure === null) {
      await settle({ state: 'sent', at: now })
      detail.envoyes++
      done++
      return
    }
    const { kind, reason } = failure
    if (kind === 'unreachable') {
      await settle({ state: 'pending', error: reason, untried: true })
      silences++
      lastSilence = reason
      log.warn(`le serveur de messagerie ne prend rien : ${reason}`)
      if (silences >= attempts) return
      const at = now.epochMilliseconds + 1000 * retrySeconds[silences - 1]!
      queue.pause(at)
      // Others first: it may be this mail alone that makes the server hang up.
      const times = (unheard.get(id) ?? 0) + 1
      unheard.set(id, times)
      if (times < attempts) queue.later(id, at + 1000)
      else leftBehind++
    } else if (kind === 'temporary' && claim.attempts < attempts) {
      await settle({ state: 'pending', error: reason, untried: false })
      log.info(`${which} : pas encore accepté, ${reason}`)
      queue.later(id, now.epochMilliseconds + 1000 * retrySeconds[claim.attempts - 1]!)
    } else {
      await settle({ state: kind === 'doubtful' ? 'unknown' : 'failed', error: reason })
      log.warn(`${which} : ${kind === 'doubtful' ? 'envoi douteux' : 'refusé'}, ${reason}`)
      detail.echecs++
      done++
    }
  }

  try {
    while (silences < attempts) {
      signal.throwIfAborted()
      const now = clock.now().epochMilliseconds
      const next = queue.next(now)
      if (next === null) break
      const at = Math.max(next.at, rate.nextAt(now))
      if (at > now) {
        await waitUntil(clock, at, signal)
        continue
      }
      queue.take(next.id)
      const claim = await context.transaction((client) => claimReminder(client, next.id, run.id, clock.now()))
      if (claim.kind === 'claimed') await send(next.id, claim)
      else {
        done++
        if (claim.kind === 'withdrawn') {
          if (claim.reason === 'no-mail') detail.sans_mail++
          log.info(
            `rappel ${next.id} (rendez-vous ${claim.appointmentId}) : retiré, ${withdrawn[claim.reason]}`,
          )
        }
      }
      context.progress(done, plan.pending.length)
    }
  } catch (error) {
    // What was sent is told, whatever ends the run; what was not, waits.
    if (signal.aborted)
      throw new RunFailure(`${plan.pending.length - done} rappel(s) restent en attente`, detail)
    throw error
  }
  if (silences >= attempts || leftBehind > 0)
    throw new RunFailure(
      `le serveur de messagerie ne prend rien (${lastSilence}) : ${plan.pending.length - done} rappel(s) en attente`,
      detail,
    )
  return detail
}

const withdrawn = {
  cancelled: "le rendez-vous n'est plus confirmé",
  moved: 'le rendez-vous a changé de date',
  'too-late': "l'heure est passée",
  'no-mail': "l'étudiant n'a plus d'adresse",
  'no-reminder': "le motif n'a plus de rappel",
} as const

async function styleOf({
  settings,
  place,
  mail,
}: Pick<RunContext, 'settings' | 'place' | 'mail'>): Promise<ReminderStyle> {
  const from = await settings.get(reminderFrom)
  return {
    timeZone: place.timeZone,
    from,
    idDomain: domainOf(from ?? mail.from),
    replyTo: await settings.get(reminderReplyTo),
    usualPlace: await settings.get(usualPlace),
    cancellationUrl: await settings.get(cancellationUrl),
    requireTls: await settings.get(requireTls),
  }
}

function waitUntil(clock: Clock, at: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      forget()
      reject(signal.reason)
    }
    const forget = clock.at(Temporal.Instant.fromEpochMilliseconds(at), () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
