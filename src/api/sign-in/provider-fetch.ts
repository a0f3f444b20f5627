/** How long a sign-in service may take to answer; a person is waiting. */
export const providerTimeoutMs = 10_000

/** Larger answers, in bytes, are not what a sign-in service sends. */
const largestAnswer = 1_000_000

/** Whether identities and secrets may travel to this address: over TLS, or within this machine. */
export function isSafeAddress(address: string | URL): boolean {
  const url = URL.parse(String(address))
  return (
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1'))
  )
}

/**
 * `fetch` of a sign-in service: to safe addresses only, following no redirection (an answer from elsewhere vouches for
 * nobody), within `timeoutMs`, of at most `largestAnswer` bytes. Throws what `fetch` throws, and `TypeError`.
 */
export async function providerFetch(
  address: string,
  init: RequestInit = {},
  timeoutMs: number = providerTimeoutMs,
): Promise<Response> {
  if (!isSafeAddress(address)) throw new TypeError(`not over https: ${new URL(address).origin}`)
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  const response = await fetch(address, { ...init, redirect: 'manual', signal })
  const body = await limitedBody(response)
  return new Response(body, { status: response.status, headers: response.headers })
}

async function limitedBody(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    // Leaving the loop cancels the rest.
    if (size > largestAnswer) throw new TypeError('the answer of the sign-in service is too large')
    chunks.push(chunk)
  }
  return [101, 204, 205, 304].includes(response.status) ? null : Buffer.concat(chunks)
}

/** What a failed exchange with a sign-in service was, in a few words for the audit trail and the log. */
export function failureWords(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause = error.cause instanceof Error ? error.cause : null
  const code = (error as { code?: unknown }).code ?? (cause as { code?: unknown } | null)?.code
  return [typeof code === 'string' ? code : null, error.message].filter(Boolean).join(': ')
}
