import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * `v1=` and the hexadecimal HMAC-SHA256, keyed by the shared secret, of the time stamp (seconds since 1970), a full stop
 * and the body as sent. The time stamp is signed so that an old message cannot be sent again as new.
 */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex')}`
}

/** Whether a message is ours and no older than five minutes: what the receiving side does (docs/alerts.md). */
export function isSigned(
  message: { readonly timestamp: string; readonly signature: string; readonly body: string },
  secret: string,
  nowSeconds: number,
): boolean {
  if (!/^\d+$/.test(message.timestamp) || Math.abs(nowSeconds - Number(message.timestamp)) > 300) return false
  const expected = Buffer.from(signature(secret, message.timestamp, message.body))
  const given = Buffer.from(message.signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
