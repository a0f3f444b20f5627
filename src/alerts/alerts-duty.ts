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

export function startAlerts(options: AlertsDutyOptions): AlertsDuty {
  const { database, clock } = options
  const startedAt = clock.now()
  const ending = new AbortController()
  let forgottenOn: string | null = null
  let soon: NodeJS.Timeout | undefined

  const look = coalesced(async (): Promise<Looked> => {
    const raised = await raiseAlerts(options, overdueBefore(startedAt, clock.now()))
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

/** A process that has just started lets the scheduler catch up first. */
function overdueBefore(startedAt: Temporal.Instant, now: Temporal.Instant): Temporal.Instant | null {
  const limit = now.subtract({ minutes: overdueMinutes })
  return limit.epochMilliseconds < startedAt.epochMilliseconds ? null : limit
}
