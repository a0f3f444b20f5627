import { readWebhookState } from '../alerts/webhook/webhook-state.ts'
import type { Database } from '../platform/database.ts'
import type { Settings } from '../platform/settings.ts'
import { type Finding, finder } from './finding.ts'

/** Whether alerts reach the webhook, where there is one. */
export async function checkWebhook({ pool }: Database, settings: Settings): Promise<Finding> {
  const { ok, attention } = finder('webhook', { fr: 'Webhook des alertes', en: 'Webhook of alerts' })
  const { configured, pending, givenUp, lastError } = await readWebhookState(pool, settings)
  if (configured === 'no') return ok({ fr: 'aucun', en: 'none' })
  if (configured === 'unsigned')
    return attention(
      {
        fr: 'une adresse sans secret : rien n’est envoyé',
        en: 'an address without a secret: nothing is sent',
      },
      { fr: 'Réglez core.alerts.webhook-secret', en: 'Set core.alerts.webhook-secret' },
    )
  const message = {
    fr: `${pending} en attente, ${givenUp} abandonnés${lastError === null ? '' : ` (${lastError})`}`,
    en: `${pending} waiting, ${givenUp} given up${lastError === null ? '' : ` (${lastError})`}`,
  }
  if (givenUp === 0) return ok(message)
  return attention(message, {
    fr: 'Vérifiez core.alerts.webhook-url ; ces alertes ne seront plus envoyées',
    en: 'Check core.alerts.webhook-url; these alerts will not be sent any more',
  })
}
