import { z } from 'zod'
import { defineSetting } from '../platform/settings.ts'

/** What an administrator of the installation sets on alerts; what each person wants is a subscription. */

export const alertMailAddresses = defineSetting({
  key: 'core.alerts.mail',
  label: {
    fr: 'Adresses des administrateurs techniques, qui reçoivent toutes les alertes et le bilan de la nuit',
    en: 'Addresses of the technical administrators, who receive all alerts and the summary of the night',
  },
  schema: z.array(z.email()).readonly(),
  default: [] as readonly string[],
})

export const webhookUrl = defineSetting({
  key: 'core.alerts.webhook-url',
  label: {
    fr: 'Adresse à laquelle les alertes sont envoyées (webhook, https)',
    en: 'Address that alerts are sent to (webhook, https)',
  },
  schema: z
    .string()
    .refine(isWebhookUrl, 'an address in https (http only to 127.0.0.1), without user name or password')
    .nullable(),
  rule: {
    fr: 'Une adresse en https (en http seulement vers 127.0.0.1), sans nom ni mot de passe',
    en: 'An address in https (in http only to 127.0.0.1), without user name or password',
  },
  default: null as string | null,
})

export const webhookSecret = defineSetting({
  key: 'core.alerts.webhook-secret',
  label: { fr: 'Secret qui signe les envois du webhook', en: 'Secret that signs what the webhook sends' },
  schema: z.string().min(20, 'at least 20 characters').max(200).nullable(),
  default: null as string | null,
  secret: true,
})

/** Encrypted on its way, or not leaving the machine. */
function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')
}

export const alertSettings = [alertMailAddresses, webhookUrl, webhookSecret]
