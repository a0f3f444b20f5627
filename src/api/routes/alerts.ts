import { type AlertKind, alertKinds } from '../../alerts/alert.ts'
import { readSubscription, saveSubscription } from '../../alerts/subscription.ts'
import { testWebhook } from '../../alerts/webhook/test-webhook.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { problem } from '../problem.ts'
import { type AlertKind as AlertKindAnswered, subscription, testWebhookResult } from '../schemas/alerts.ts'
import type { ApiServices } from '../services.ts'
import { authorOf } from '../visitor.ts'

// The contract and the feature know the same kinds.
const _sameKinds: readonly AlertKindAnswered[] = alertKinds satisfies readonly AlertKind[]
void _sameKinds

export function addAlerts(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database, settings, configuration } = installation
  const tags = ['alerts']

  server.get(
    '/api/account/subscription',
    {
      config: { access: { who: 'signed-in' } },
      schema: { tags, summary: 'What I am told by mail', response: { 200: subscription } },
    },
    async (request) => {
      const found = await readSubscription(database.pool, visitorOf(request).accountId)
      if (found === null) throw problem('UNKNOWN_ACCOUNT')
      return {
        ...found,
        kinds: [...found.kinds],
        applications: found.applications && [...found.applications],
      }
    },
  )

  server.put(
    '/api/account/subscription',
    {
      config: { access: { who: 'signed-in' } },
      schema: {
        tags,
        summary: 'Choose what I am told by mail',
        body: subscription,
        response: { 200: subscription },
      },
    },
    async (request) => {
      const visitor = visitorOf(request)
      // Whom a person wants to hear from is not for a machine to say.
      if (visitor.via === 'token') throw problem('FORBIDDEN')
      await transaction(database.pool, async (client) => {
        await saveSubscription(client, visitor.accountId, request.body, engine.clock.now())
        await recordAudit(client, {
          actor: authorOf(visitor),
          action: 'subscription.changed',
          subject: `account:${visitor.accountId}`,
          address: request.ip,
          detail: request.body,
        })
      })
      return request.body
    },
  )

  server.post(
    '/api/test-webhooks',
    {
      config: { access: { who: 'administrator', of: 'installation' } },
      schema: { tags, summary: 'Send a test to the webhook', response: { 200: testWebhookResult } },
    },
    async (request) => {
      const result = await testWebhook({ settings, clock: engine.clock, publicUrl: configuration.publicUrl })
      await recordAudit(database.pool, {
        actor: authorOf(visitorOf(request)),
        action: 'webhook.tested',
        address: request.ip,
        detail: { ok: result.ok, status: result.status },
      })
      return result
    },
  )
}
