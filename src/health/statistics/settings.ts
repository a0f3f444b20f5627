import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

/** Who is told when the figures fall without a reason. */
export const statisticsRecipients = defineSetting({
  key: 'health.statistics.recipients',
  label: {
    fr: 'Destinataires des avertissements sur les statistiques (vide : les administrateurs)',
    en: 'Recipients of warnings about statistics (empty: the administrators)',
  },
  schema: z.array(z.email()).readonly(),
  default: [] as readonly string[],
})

const fqdn = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i

/** Where statistics are sent (health.md 2.10). Keys and certificates are files named by the configuration. */
export const statisticsUrl = defineSetting({
  key: 'health.statistics.url',
  label: {
    fr: 'Adresse d’envoi des statistiques (calcium-dashboard)',
    en: 'Where statistics are sent (calcium-dashboard)',
  },
  schema: z.url({ protocol: /^https$/ }).nullable(),
  rule: { fr: 'Une adresse https://…', en: 'An address https://…' },
  default: null as string | null,
})

/** A second hand on the address: what leaves goes to these machines only, whatever the address becomes. */
export const statisticsHosts = defineSetting({
  key: 'health.statistics.hosts',
  label: {
    fr: 'Serveurs auxquels des statistiques peuvent être envoyées',
    en: 'Servers to which statistics may be sent',
  },
  schema: z.array(z.string().regex(fqdn)).readonly(),
  rule: { fr: 'Des noms de serveur, sans https:// ni port', en: 'Host names, without https:// or port' },
  default: [] as readonly string[],
})

/** Says who sends: the receiver knows the establishment's service by it. */
export const statisticsSender = defineSetting({
  key: 'health.statistics.sender',
  label: {
    fr: 'Code du service auprès de calcium-dashboard',
    en: 'What calcium-dashboard calls this service',
  },
  schema: z.string().trim().min(1).max(60).nullable(),
  default: null as string | null,
})

export const statisticsSettings = [statisticsRecipients, statisticsUrl, statisticsHosts, statisticsSender]
