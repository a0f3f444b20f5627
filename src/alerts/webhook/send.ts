import { signature } from './signature.ts'

export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

export interface SendResult {
  /** The other side has taken it: an answer 2xx. */
  readonly ok: boolean
  /** Null: no answer. */
  readonly status: number | null
  readonly error: string | null
}

export const sendTimeoutMs = 10_000

/**
 * Posts a signed body. Redirections are not followed: what is meant for one place goes to no other. The answer's body is
 * not read.
 */
export async function sendWebhook(
  target: WebhookTarget,
  message: { readonly id: string; readonly body: string; readonly nowSeconds: number },
  {
    timeoutMs = sendTimeoutMs,
    signal = new AbortController().signal,
  }: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<SendResult> {
  const timestamp = String(message.nowSeconds)
  try {
    const answer = await fetch(target.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Nocturne',
        'x-nocturne-delivery': message.id,
        'x-nocturne-timestamp': timestamp,
        'x-nocturne-signature': signature(target.secret, timestamp, message.body),
      },
      body: message.body,
    })
    await answer.body?.cancel().catch(() => {})
    if (answer.ok) return { ok: true, status: answer.status, error: null }
    return { ok: false, status: answer.status, error: `HTTP ${answer.status}` }
  } catch (error) {
    return { ok: false, status: null, error: reasonOf(error, timeoutMs) }
  }
}

/** `fetch failed` alone says nothing: its cause does. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError') return 'the program stopped'
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`
  const cause = error.cause as { code?: string; message?: string } | undefined
  return cause?.code ?? cause?.message ?? error.message
}
