import { randomUUID } from 'node:crypto'
import type { Surroundings } from '../surroundings.ts'
import { noSecret, webhookTarget } from './deliveries.ts'
import { testPayload } from './payload.ts'
import { type SendResult, sendWebhook } from './send.ts'

/** Sends a message of kind `test` at once, signed like any other; says what came of it. */
export async function testWebhook({
  settings,
  clock,
  publicUrl,
}: Pick<Surroundings, 'settings' | 'clock' | 'publicUrl'>): Promise<SendResult> {
  const target = await webhookTarget(settings)
  if (target === null) return { ok: false, status: null, error: 'core.alerts.webhook-url is not set' }
  if (target === 'no secret') return noSecret
  const now = clock.now()
  const id = randomUUID()
  const body = JSON.stringify(testPayload(id, now.toString(), { publicUrl }))
  return await sendWebhook(target, { id, body, nowSeconds: Math.floor(now.epochMilliseconds / 1000) })
}
