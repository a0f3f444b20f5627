import type { Temporal } from 'temporal-polyfill'
import type { Notice } from '../batch/notices.ts'
import { isFinal } from '../batch/run-state.ts'
import { coalesced } from './coalesced.ts'
import { forgetAlerts } from './forget-alerts.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { sendSummaries } from './summary/send-summaries.ts'
import type { Surroundings } from './surroundings.ts'
import { sendDueDeliveries } from './webhook/deliveries.ts'

/**
 * The duty that tells people what they must know. Every serving process does it: what is told is found in the database
 * and written there, so that it is told once. Notices only make it quicker.
 *
 *     run ends ──notice──> look: alerts + mails + webhook messages, one transaction ──> mails, webhook
 *                 poll ───────┘                                        (retried by themselves)
 */
export interface AlertsDuty {
  /** Looks now and sends what is due to the webhook; mails are left to `onPosted`. Returns counts. */
  runOnce(): Promise<AlertsResult>
  /** Something may have to be told: looks soon. */
  notice(notice: Notice): void
  /** Waits for what is under way. May be called twice. */
  stop(): Promise<void>
}

export interface AlertsResult {
  readonly alerts: number
  readonly mails: number
  readonly summaries: number
  readonly delivered: number
  readonly failed: number
  readonly givenUp: number
}

export interface AlertsDutyOptions extends Surroundings {
  /** Mails have been written down. */
  readonly onPosted: () => void
  readonly onResult?: (result: AlertsResult) => void
  readonly onError: (error: Error) => void
  /** Looks at least this often. Default 30 s. */
  readonly pollMs?: number
  /** Ends of runs within so long are looked at together. Default 500 ms. */
  readonly gatherMs?: number
  /** How long the webhook may take to answer. Default 10 s. */
  readonly webhookTimeoutMs?: number
}

/** A due batch that nobody launches is a missed start after so long: the scheduler looks every half minute. */
const overdueMinutes = 10
const longestPauseMinutes = 5

export function startAlerts(options: AlertsDutyOptions): AlertsDuty {
  const { database, clock } = options
  let watch: Watch | null = null
  const ending = new AbortController()
  let forgottenOn: string | null = null
  let soon: NodeJS.Timeout | undefined

  const look = coalesced(async (): Promise<Looked> => {
    watch = watchOn(watch, clock.now())
    const raised = await raiseAlerts(options, overdueBefore(watch))
    const summaries = await sendSummaries(options)
    if (raised.mails + summaries > 0) options.onPosted()
    const today = clock.now().toZonedDateTimeISO(options.timeZone).toPlainDate().toString()
    if (today !== forgottenOn) await forgetAlerts(database.pool, clock.now())
    forgottenOn = today
    return { alerts: raised.alerts, mails: raised.mails, summaries }
  })

  /** Apart from looking: a webhook that does not answer must not delay a mail. */
  const send = coalesced(
    (): Promise<Sent> =>
      sendDueDeliveries(options, {
        ...(options.webhookTimeoutMs === undefined ? {} : { timeoutMs: options.webhookTimeoutMs }),
        signal: ending.signal,
      }),
  )

  async function runOnce(): Promise<AlertsResult> {
    const looked = await look()
    const result = { ...looked, ...(await send()) }
    if (Object.values(result).some((count) => count > 0)) options.onResult?.(result)
    return result
  }

  const rounds = new Set<Promise<unknown>>()
  function round(): void {
    if (ending.signal.aborted) return
    const one: Promise<unknown> = runOnce()
      .catch(options.onError)
      .finally(() => rounds.delete(one))
    rounds.add(one)
  }
  const polling = setInterval(round, options.pollMs ?? 30_000)
  round()

  return {
    runOnce,
    notice(notice) {
      const tells = notice.kind === 'run' && isFinal(notice.state)
      if (!tells || ending.signal.aborted) return
      soon ??= setTimeout(() => {
        soon = undefined
        round()
      }, options.gatherMs ?? 500)
    },
    async stop() {
      ending.abort()
      clearInterval(polling)
      clearTimeout(soon)
      await Promise.all(rounds)
    },
  }
}

type Looked = Pick<AlertsResult, 'alerts' | 'mails' | 'summaries'>
type Sent = Pick<AlertsResult, 'delivered' | 'failed' | 'givenUp'>

/**
 * Since when looks have followed each other without a pause: after one (the start, a machine that slept, a clock that
 * jumped) the scheduler is let catch up before anything counts as not launched.
 */
interface Watch {
  readonly since: Temporal.Instant
  readonly lastAt: Temporal.Instant
}

function watchOn(watch: Watch | null, now: Temporal.Instant): Watch {
  const paused = watch === null || watch.lastAt.until(now).total('minutes') > longestPauseMinutes
  return { since: paused ? now : watch.since, lastAt: now }
}

/** Batches due before it should have been launched; null: too early to say. */
function overdueBefore({ since, lastAt }: Watch): Temporal.Instant | null {
  const limit = lastAt.subtract({ minutes: overdueMinutes })
  return limit.epochMilliseconds < since.epochMilliseconds ? null : limit
}
