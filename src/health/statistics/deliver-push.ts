import type { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Endpoint } from './endpoint.ts'
import { type Attempt, postSigned } from './post-signed.ts'
import { readPush } from './push-store.ts'
import { signedPayload } from './sign-payload.ts'

/** Seconds to wait before the second and the third attempt. */
const backOffSeconds = [5, 30] as const

export type Delivery =
  | { readonly ok: true; readonly receipt: string }
  | { readonly ok: false; readonly why: string }

type Context = Pick<RunContext, 'transaction' | 'database' | 'clock' | 'signal' | 'log'>

/**
 * Sends one stored payload under its key until it is received, three times at most. What becomes of it is written down
 * before the first byte leaves and after the last answer: cut short in between it stays `sending`, and is sent again
 * under the same key, which the receiver recognises.
 */
export async function deliverPush(context: Context, endpoint: Endpoint, id: string): Promise<Delivery> {
  const { clock, signal, log } = context
  const { payload } = (await readPush(context.database.pool, id))!
  const body = await signedPayload(payload, endpoint)
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    await context.transaction((client) =>
      client.query(
        `update statistic_push set state = 'sending', attempts = attempts + 1, error = null where id = $1`,
        [id],
      ),
    )
    const outcome = await postSigned(endpoint, body, id, signal)
    if (outcome.kind === 'unavailable' && attempt <= backOffSeconds.length) {
      const seconds = backOffSeconds[attempt - 1]!
      log.warn(`essai ${attempt} : ${outcome.why} ; nouvel essai dans ${seconds} s`)
      await pause(clock, seconds, signal)
      continue
    }
    await context.transaction((client) => client.query(...written(id, outcome, clock.now())))
    if (outcome.kind === 'received') return { ok: true, receipt: outcome.receipt }
    return { ok: false, why: outcome.why }
  }
}

function written(id: string, outcome: Attempt, now: Temporal.Instant): [string, unknown[]] {
  if (outcome.kind === 'received')
    return [
      `update statistic_push set state = 'sent', sent_at = $2, receipt = $3, error = null where id = $1`,
      [id, now.toString(), outcome.receipt],
    ]
  const state = outcome.kind === 'refused' ? 'refused' : 'failed'
  return ['update statistic_push set state = $2, error = $3 where id = $1', [id, state, outcome.why]]
}

function pause(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      forget()
      reject(signal.reason)
    }
    const forget = clock.at(clock.now().add({ seconds }), () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}
